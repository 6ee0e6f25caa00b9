import Link from "next/link";
import type { ExperimentDetail, RunRow } from "../../../db/contract/read-models";
import { isEnded } from "../../../db/contract/statuses";
import { armColourVariable } from "../../format/arm-colour";
import { cx } from "../../format/class-names";
import { formatNumber, formatPercent, plural } from "../../format/number";
import { statusWords } from "../../format/words";
import { Sparkline } from "../runs/sparkline";
import { ArmName } from "../ui/arm-dot";
import { ProgressBar } from "../ui/progress-bar";
import { RunState } from "../ui/run-state";
import { EpisodeBadges } from "../ui/severity";
import { cellGrid } from "./cell-grid";

/** Beyond this many seeds a cell keeps its state only. */
const roomySeeds = 10;

/** Arms x seeds: a cell a run, filling while it trains. */
export function RunCells({ experiment }: { experiment: ExperimentDetail }) {
  const { seeds, rows } = cellGrid(experiment.arms);
  const dense = seeds.length > roomySeeds;
  const outcomeOf = new Map(
    experiment.arms.flatMap((arm) => arm.outcome.perSeed.map((one) => [one.runId, one.value] as const)),
  );
  return (
    <div className="max-md:flex max-md:flex-col max-md:gap-4 relative md:overflow-x-auto">
      <div
        className="contents md:grid md:items-stretch md:gap-px md:[grid-template-columns:var(--columns)]"
        style={
          {
            "--columns": `minmax(140px, max-content) repeat(${seeds.length}, ${dense ? "minmax(34px, 40px)" : "minmax(116px, 176px)"})`,
          } as React.CSSProperties
        }
      >
        <span className="hidden pb-1 text-12 text-muted md:block" aria-hidden>
          Arm
        </span>
        {seeds.map((seed) => (
          <span key={seed} className="hidden px-2 pb-1 text-12 text-muted figures md:block" aria-hidden>
            {dense ? seed : `seed ${seed}`}
          </span>
        ))}
        {rows.map(({ arm, cells }) => (
          <section
            key={arm.id}
            aria-label={`Runs of ${arm.name}`}
            className="md:contents max-md:flex max-md:flex-col max-md:gap-1.5"
          >
            <h3 className="flex max-w-60 items-center border-t text-13 font-medium max-md:border-t-0 md:pr-4">
              <ArmName position={arm.position} name={arm.name} />
            </h3>
            <div
              className={cx(
                "max-md:grid max-md:gap-1.5 md:contents",
                dense ? "max-md:grid-cols-8" : "max-md:grid-cols-3",
              )}
            >
              {cells.map((run, index) =>
                run ? (
                  <RunCell
                    key={run.id}
                    run={run}
                    armName={arm.name}
                    outcome={outcomeOf.get(run.id) ?? null}
                    dense={dense}
                  />
                ) : (
                  <span key={`none-${seeds[index]}`} className="border-t" />
                ),
              )}
            </div>
          </section>
        ))}
      </div>
    </div>
  );
}

function RunCell({
  run,
  armName,
  outcome,
  dense,
}: {
  run: RunRow;
  armName: string;
  outcome: number | null;
  dense: boolean;
}) {
  const share = run.totalSteps > 0 ? (run.step ?? 0) / run.totalSteps : 0;
  const label = `${armName}, seed ${run.seed}: ${statusWords[run.status].toLowerCase()}`;
  return (
    <Link
      href={`/runs/${run.id}`}
      prefetch={false}
      aria-label={label}
      title={run.message ?? label}
      className={cx(
        "flex min-w-0 flex-col gap-1 px-2 py-1.5 text-13 hover:bg-hover max-md:rounded-md max-md:border md:border-t",
        dense && "max-md:items-center",
      )}
    >
      <span className="flex h-5 items-center justify-between gap-1">
        <RunState status={run.status} compact />
        {!dense && <span className="truncate figures">{headline(run, outcome, share)}</span>}
      </span>
      {!dense && (
        <>
          <span
            className="h-[22px] max-w-full overflow-hidden"
            style={{ color: armColourVariable(run.arm?.position ?? 0) }}
          >
            <Sparkline sparkline={run.sparkline} label="Gradient norm" />
          </span>
          <span className="flex h-4 items-center text-12">
            {run.status === "running" ? (
              <ProgressBar value={share} label={`Progress of seed ${run.seed}`} />
            ) : (
              <EpisodeBadges episodes={run.episodes} />
            )}
            <span className="ml-auto text-muted md:hidden">seed {run.seed}</span>
          </span>
        </>
      )}
    </Link>
  );
}

/** The outcome once there is one; before that how far it is. */
function headline(run: RunRow, outcome: number | null, share: number): string {
  if (run.status === "queued") return "";
  if (run.status === "running") return formatPercent(share);
  if (outcome !== null && isEnded(run.status)) return formatNumber(outcome);
  return run.step === null ? "" : `${plural(run.step, "step")}`;
}

"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import type { RunDetail } from "../../../db/contract/read-models";
import { isEnded, isResumable } from "../../../db/contract/statuses";
import { trainedTitle } from "../../../db/contract/workloads";
import { formatRemaining } from "../../format/duration";
import { formatNumber, formatStep } from "../../format/number";
import { interventionLabel } from "../../format/words";
import { progressOf } from "../runs/group-runs";
import { ArmName } from "../ui/arm-dot";
import { Copyable } from "../ui/copyable";
import { ProgressBar } from "../ui/progress-bar";
import { Duration, RelativeTime } from "../ui/relative-time";
import { RunState } from "../ui/run-state";
import { EpisodeBadges } from "../ui/severity";
import { CancelRun } from "./cancel-run";
import { ContinueRun } from "./continue-run";
import { ExportRun } from "./export-run";
import { ResumeRun } from "./resume-run";
import { RunTitle } from "./run-title";

/** Where the run stands, what it is and what can be done with it. */
export function RunHeader({ run }: { run: RunDetail }) {
  const ended = isEnded(run.status);
  return (
    <header>
      <nav aria-label="Breadcrumb" className="flex flex-wrap items-center gap-1.5 text-13 text-muted">
        <Link href="/" className="hover:text-text hover:underline">
          Runs
        </Link>
        <span aria-hidden>/</span>
        {run.arm && (
          <>
            <Link href={`/experiments/${run.arm.experimentId}`} className="hover:text-text hover:underline">
              {run.arm.experimentName}
            </Link>
            <span aria-hidden>/</span>
          </>
        )}
      </nav>
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <RunTitle run={run} />
        <div className="flex items-center gap-2">
          {run.status === "paused" && <ContinueRun run={run} />}
          {!ended && <CancelRun run={run} />}
          {isResumable(run.status) && <ResumeRun run={run} />}
          {run.step !== null && <ExportRun runId={run.id} />}
        </div>
      </div>
      <dl className="mt-2 flex flex-wrap gap-x-6 gap-y-2 text-13">
        <Fact name="State">
          <RunState status={run.status} />
        </Fact>
        <Fact name="Progress" className="w-44">
          <span className="figures">
            {formatStep(run.step ?? 0)}{" "}
            <span className="text-muted">
              {run.totalSteps > 0 && `/ ${formatStep(run.totalSteps)} `}steps
            </span>
          </span>
          <ProgressBar
            value={progressOf(run)}
            label="Progress"
            tone={
              run.status === "diverged" || run.status === "crashed" ? "critical" : ended ? "muted" : "accent"
            }
          />
        </Fact>
        <Fact name={run.status === "running" ? "Remaining" : "Duration"}>
          {run.startedAt === null ? (
            <span className="text-muted">{ended ? "never started" : "waits for a trainer"}</span>
          ) : run.status === "running" && run.etaMs !== null ? (
            formatRemaining(run.etaMs)
          ) : (
            <Duration startedAt={run.startedAt} endedAt={run.endedAt} />
          )}
        </Fact>
        {run.stepsPerSecond !== null && (
          <Fact name="Speed">
            <span className="figures">{formatNumber(run.stepsPerSecond)} steps/s</span>
          </Fact>
        )}
        <Fact name="Workload">{trainedTitle(run)}</Fact>
        <Fact name={run.arm ? "Arm" : "Interventions"}>
          {run.arm ? (
            <ArmName position={run.arm.position} name={run.arm.armName} />
          ) : run.interventions.length > 0 ? (
            run.interventions.map(interventionLabel).join(", ")
          ) : (
            "none"
          )}
        </Fact>
        {run.config.guardrails.length > 0 && (
          <Fact name="Guardrails">
            {run.config.guardrails.map(({ on, action }) => `${on}: ${action}`).join(", ")}
          </Fact>
        )}
        <Fact name="Seed">
          <span className="figures">{run.seed}</span>
        </Fact>
        {run.backend && <Fact name="Backend">{run.backend}</Fact>}
        {run.startedAt !== null && (
          <Fact name="Started">
            <RelativeTime timeMs={run.startedAt} />
          </Fact>
        )}
        {run.attempt > 1 && (
          <Fact name="Attempt">
            <span className="figures">{run.attempt}</span>
          </Fact>
        )}
        {run.branches.length > 0 && (
          <Fact name="Orphaned branches">
            <span className="figures">{run.branches.length}</span>
          </Fact>
        )}
        {run.tags.length > 0 && <Fact name="Tags">{run.tags.join(", ")}</Fact>}
        {run.episodes.benign + run.episodes.warning + run.episodes.critical > 0 && (
          <Fact name="Episodes">
            <EpisodeBadges episodes={run.episodes} unresolved />
          </Fact>
        )}
        {run.forkedFrom && (
          <Fact name="Forked from">
            <Link href={`/runs/${run.forkedFrom.runId}`} className="hover:underline">
              {run.forkedFrom.runName},{" "}
              {run.forkedFrom.step === 0 ? "from its start" : `after step ${formatStep(run.forkedFrom.step)}`}
            </Link>
          </Fact>
        )}
        {run.forks.length > 0 && (
          <Fact name={run.forks.length === 1 ? "Fork" : `${run.forks.length} forks`}>
            <ForkLinks forks={run.forks} />
          </Fact>
        )}
        <Fact name="Id">
          <Copyable text={run.id} label="run id" className="-my-[3px]" />
        </Fact>
      </dl>
    </header>
  );
}

/** The newest few; the rest are on the tab of checkpoints. */
function ForkLinks({ forks }: { forks: RunDetail["forks"] }) {
  const shown = forks.slice(0, 2);
  return (
    <>
      {shown.map(({ runId, runName }) => (
        <Link key={runId} href={`/runs/${runId}`} className="hover:underline">
          {runName}
        </Link>
      ))}
      {forks.length > shown.length && (
        <Link href="?tab=checkpoints" className="text-muted hover:underline">
          and {forks.length - shown.length} more
        </Link>
      )}
    </>
  );
}

function Fact({ name, children, className }: { name: string; children: ReactNode; className?: string }) {
  return (
    <div className={className}>
      <dt className="text-12 text-muted">{name}</dt>
      <dd className="flex min-h-5 flex-col justify-center gap-1">{children}</dd>
    </div>
  );
}

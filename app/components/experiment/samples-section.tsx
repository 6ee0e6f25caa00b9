"use client";

import type { ExperimentDetail } from "../../../db/contract/read-models";
import { workloads } from "../../../db/contract/workloads";
import { experimentSearch } from "../../experiments/[id]/search-params";
import { useSearchState } from "../../url/use-search-state";
import { SampleStrip } from "../compare/sample-strip";
import { ArmName } from "../ui/arm-dot";
import { cellGrid } from "./cell-grid";

/** What each arm's generator draws at the same step, from the same seed. */
export function SamplesSection({ experiment }: { experiment: ExperimentDetail }) {
  const [state, change] = useSearchState(experimentSearch);
  if (workloads[experiment.workload].kind !== "gan") return null;
  const { seeds, rows } = cellGrid(experiment.arms);
  const seed = state.seed !== null && seeds.includes(state.seed) ? state.seed : (seeds[0] ?? 0);
  const columns = rows.flatMap(({ arm, cells }) => {
    const run = cells[seeds.indexOf(seed)];
    return run ? [{ runId: run.id, heading: <ArmName position={arm.position} name={arm.name} /> }] : [];
  });
  return (
    <section aria-labelledby="samples" className="flex flex-col gap-3">
      <div className="flex flex-wrap items-end justify-between gap-x-4 gap-y-2">
        <div>
          <h2 id="samples" className="text-16 font-semibold">
            Samples
          </h2>
          <p className="text-13 text-muted">The same seed in every arm, at the same step.</p>
        </div>
        {seeds.length > 1 && (
          <label className="inline-flex items-center gap-2 text-13 text-muted">
            Seed
            <select
              className="field h-[26px]! text-13! figures"
              value={seed}
              onChange={(event) => change({ seed: Number(event.target.value) })}
            >
              {seeds.map((one) => (
                <option key={one} value={one}>
                  {one}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
      <SampleStrip
        columns={columns}
        step={state.step}
        onStep={(step) => change({ step })}
        empty="Samples appear at the steps that the setting sampleEvery names."
      />
    </section>
  );
}

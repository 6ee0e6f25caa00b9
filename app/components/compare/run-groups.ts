import type { RunDetail, RunRow } from "../../../db/contract/read-models";

/** Runs that differ by their seed only; they share a colour and have a mean. */
export interface RunGroup<Run extends RunRow = RunDetail> {
  key: string;
  name: string;
  /** Decides colour, dash and marker, as for an arm. */
  position: number;
  runs: Run[];
}

/**
 * Runs of an arm form a group, other runs one each. Within one experiment the arms keep their colours;
 * where runs of several places meet, colours go by the order of the list.
 */
export function runGroups<Run extends RunRow>(runs: readonly Run[]): RunGroup<Run>[] {
  const experiments = new Set(runs.map((run) => run.arm?.experimentId ?? run.id));
  const oneExperiment = experiments.size === 1 && runs.every((run) => run.arm !== null);
  const groups = new Map<string, RunGroup<Run>>();
  for (const run of runs) {
    const key = run.arm?.armId ?? run.id;
    const group = groups.get(key);
    if (group) group.runs.push(run);
    else
      groups.set(key, {
        key,
        name: run.arm && (oneExperiment || !isOnly(runs, run)) ? run.arm.armName : run.name,
        position: oneExperiment ? (run.arm?.position ?? 0) : groups.size + 1,
        runs: [run],
      });
  }
  return [...groups.values()];
}

const isOnly = (runs: readonly RunRow[], run: RunRow) =>
  runs.filter((other) => other.arm?.armId === run.arm?.armId).length < 2;

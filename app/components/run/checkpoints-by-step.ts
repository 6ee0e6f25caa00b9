import type { CheckpointRow } from "../../../db/contract/read-models";

export interface CheckpointAtStep extends Omit<CheckpointRow, "kind"> {
  /** "latest", "one of the latest, best", "start of this fork" */
  keptAs: string;
}

const words = { last: "one of the latest", best: "best", start: "start of this fork" } as const;

/** One row a step, latest first: the best checkpoint is mostly also one of the latest. */
export function checkpointsByStep(checkpoints: readonly CheckpointRow[]): CheckpointAtStep[] {
  const steps = [...new Set(checkpoints.map(({ step }) => step))].sort((left, right) => right - left);
  return steps.map((step, index) => {
    const here = checkpoints.filter((checkpoint) => checkpoint.step === step);
    const { kind: _, ...row } = here[0] as CheckpointRow;
    const keptAs = (["last", "best", "start"] as const)
      .filter((kind) => here.some((one) => one.kind === kind))
      .map((kind) => (kind === "last" && index === 0 ? "latest" : words[kind]));
    return { ...row, keptAs: keptAs.join(", ") };
  });
}

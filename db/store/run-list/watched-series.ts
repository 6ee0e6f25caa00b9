import { type WorkloadName, workloadNames, workloads } from "../../contract/workloads";

/** The three series that stand for a run in lists: gradient norm, loss and pre-registered outcome. */
export interface WatchedSeries {
  gradientNorm: string;
  loss: string;
  outcome: string;
}

export function watchedSeries(workload: WorkloadName): WatchedSeries {
  const { network, outcome } = workloads[workload];
  // What other programs record is of one network, which has no name.
  if (workload === "external")
    return { gradientNorm: "gradient_norm", loss: "loss", outcome: outcome.series };
  return { gradientNorm: `gradient_norm/${network}`, loss: `loss/${network}`, outcome: outcome.series };
}

/**
 * What other programs call them most: W&B users, Hugging Face, Lightning, TensorBoard's examples. The detectors read many
 * more names by their words; here each is a look-up a row of every list.
 */
export const foreignNames: Record<keyof WatchedSeries, readonly string[]> = {
  gradientNorm: [
    "gradient_norm",
    "grad_norm",
    "train/grad_norm",
    "train/gradient_norm",
    "grad_2.0_norm_total",
    "grad_norm/global",
  ],
  loss: ["loss", "train/loss", "train_loss", "training_loss", "Loss/train", "loss/train", "total_loss"],
  outcome: [workloads.external.outcome.series],
};

/**
 * SQL for the id of one of them, of a run in the row; null where it has none. Of a run that another program recorded, the
 * first name there is: the others are not looked up.
 */
export function watchedSeriesSql(which: keyof WatchedSeries): string {
  const idOf = (name: string) => `(SELECT id FROM series WHERE run_id = run.id AND name = ${name})`;
  const cases = workloadNames
    .filter((name) => name !== "external")
    .map((name) => `WHEN '${name}' THEN '${watchedSeries(name)[which]}'`);
  const foreign = foreignNames[which].map((name) => idOf(`'${name}'`));
  return `CASE run.workload WHEN 'external' THEN coalesce(${foreign.join(", ")}, NULL)
    ELSE ${idOf(`CASE run.workload ${cases.join(" ")} END`)} END`;
}

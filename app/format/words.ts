import type { Severity } from "../../db/contract/episode";
import type { GuardActionName } from "../../db/contract/guardrails";
import type { Intervention } from "../../db/contract/interventions";
import type { RunStatus } from "../../db/contract/statuses";
import type { TriageAction, TriageState } from "../../db/contract/triage";
import { formatNumber } from "./number";

/** What names of the contract are called in front of people. */

export const severityWords: Record<Severity, string> = {
  critical: "Critical",
  warning: "Warning",
  benign: "Benign",
};

export const triageWords: Record<TriageState, string> = {
  open: "Open",
  acknowledged: "Acknowledged",
  resolved: "Resolved",
  muted: "Muted",
};

/** What a toast says was done. */
export const triageDone: Record<TriageAction, string> = {
  acknowledge: "Acknowledged",
  resolve: "Resolved",
  mute: "Muted",
  reopen: "Reopened",
};

/** What a history says somebody did. */
export const entryWords: Record<TriageAction | "comment", string> = {
  acknowledge: "acknowledged it",
  resolve: "resolved it",
  mute: "muted it",
  reopen: "opened it again",
  comment: "commented",
};

export const guardWords: Record<GuardActionName, string> = {
  pause: "Paused",
  retreat: "Went back",
  "skip-step": "Skipped an update",
  stop: "Stopped",
};

export const statusWords: Record<RunStatus, string> = {
  queued: "Queued",
  running: "Running",
  paused: "Paused",
  finished: "Finished",
  diverged: "Diverged",
  cancelled: "Cancelled",
  crashed: "Crashed",
  lost: "Lost",
};

const metricWords: Record<string, string> = {
  gradient_norm: "Gradient norm",
  gradient_norm_clipped: "Gradient norm after clipping",
  clip_coefficient: "Clip coefficient",
  update_ratio: "Update ratio",
  input_gradient_norm: "Input gradient norm",
  loss: "Loss",
  loss_dispersion: "Loss dispersion",
  penalty: "Penalty",
  accuracy: "Accuracy",
  squared_error: "Squared error",
  cross_entropy: "Cross-entropy",
  bits_per_character: "Bits per character",
  discriminator_accuracy: "Discriminator accuracy",
  wasserstein_estimate: "Wasserstein estimate",
  class_loss: "Class loss of the auxiliary classifier",
  class_accuracy: "Accuracy of the auxiliary classifier",
  fade_in: "Share of the newest layers",
  learning_rate: "Learning rate",
  step_time: "Step time",
  probe_time: "Probe time",
  "sample/modes": "Modes covered",
  "sample/mode_coverage": "Mode coverage",
  "sample/high_quality_share": "High-quality samples",
  "sample/sliced_wasserstein": "Sliced Wasserstein distance",
  "sample/class_accuracy": "Samples of the class asked for",
  "sample/reverse_kl": "Reverse KL over modes",
  "sample/frechet_distance": "Frechet distance (FID)",
  "sample/kernel_distance": "Kernel distance (KID)",
  "sample/mean_discrepancy": "Mean discrepancy (MMD)",
  discriminator_sign: "Discriminator sign (ADA)",
};

/** Title of a metric: known ones by name, others as they are spelled, with spaces. */
export function metricTitle(metric: string): string {
  const known = metricWords[metric];
  if (known) return known;
  const words = metric.split("/").at(-1)?.replaceAll("_", " ").trim() || metric;
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** `clip-global-norm 1`, with the value that matters beside the name. */
export function interventionLabel(intervention: Intervention): string {
  const { name, ...values } = intervention;
  const [value] = Object.values(values);
  return value === undefined ? name : `${name} ${formatNumber(value)}`;
}

/** `Gradient norm, discriminator`; names with a meaning as a whole stand alone: `Modes covered`. */
export function seriesTitle(name: string): string {
  if (metricWords[name]) return metricWords[name];
  const [metric = name, ...place] = name.split("/");
  return place.length === 0 || metric === "sample"
    ? metricTitle(name)
    : `${metricTitle(metric)}, ${place.join(" ")}`;
}

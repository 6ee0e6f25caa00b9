import { z } from "zod";

/**
 * - queued: waiting for a free trainer slot
 * - running: a trainer process owns it and sends heartbeats
 * - finished: trained to its last step
 * - diverged: ended by a non-finite loss (an outcome, not missing data)
 * - cancelled: ended by a person or SIGTERM
 * - crashed: the trainer failed; its message says why
 * - lost: heartbeats stopped and the process is gone
 */
export const runStatuses = [
  "queued",
  "running",
  "finished",
  "diverged",
  "cancelled",
  "crashed",
  "lost",
] as const;
export const RunStatus = z.enum(runStatuses);
export type RunStatus = z.infer<typeof RunStatus>;

export const isEnded = (status: RunStatus): boolean => status !== "queued" && status !== "running";

/** It ended without an outcome, so it can go on where it was; one that diverged would only do so again. */
export const isResumable = (status: RunStatus): boolean =>
  status === "cancelled" || status === "crashed" || status === "lost";

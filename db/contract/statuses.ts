import { z } from "zod";

/**
 * - queued: waiting for a free trainer slot
 * - running: a trainer process owns it and sends heartbeats
 * - paused: its trainer waits, as a guardrail asked, until a person lets it continue
 * - finished: trained to its last step
 * - diverged: ended by a non-finite loss or by a guardrail (an outcome, not missing data)
 * - cancelled: ended by a person or SIGTERM
 * - crashed: the trainer failed; its message says why
 * - lost: heartbeats stopped and the process is gone
 */
export const runStatuses = [
  "queued",
  "running",
  "paused",
  "finished",
  "diverged",
  "cancelled",
  "crashed",
  "lost",
] as const;
export const RunStatus = z.enum(runStatuses);
export type RunStatus = z.infer<typeof RunStatus>;

/** A trainer process owns the run. */
export const hasTrainer = (status: RunStatus): boolean => status === "running" || status === "paused";

export const isEnded = (status: RunStatus): boolean => status !== "queued" && !hasTrainer(status);

/** It ended without an outcome, so it can go on where it was; one that diverged would only do so again. */
export const isResumable = (status: RunStatus): boolean =>
  status === "cancelled" || status === "crashed" || status === "lost";

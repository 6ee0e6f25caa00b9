import type { Severity } from "../episode";

interface AlertEvent {
  id: string;
  episodeId: string;
  runId: string;
  runName: string;
  event: "opened" | "ended";
  severity: Severity;
  title: string;
  sentence: string;
  startStep: number;
  createdAt: number;
}

/** One that rang, with what was gathered into it: others of its run or experiment, and the endings of all. */
export interface AlertRow extends AlertEvent {
  seenAt: number | null;
  /** Oldest first. */
  gathered: AlertEvent[];
  /** Of those gathered as well. */
  deliveries: {
    alertId: string;
    target: string;
    state: "pending" | "delivered" | "failed";
    attempts: number;
    lastError: string | null;
    nextAttemptAt: number | null;
  }[];
}

export interface WebhookTest {
  ok: boolean;
  /** HTTP status of the receiver, when it answered. */
  status?: number;
  error?: string;
}

import type { Severity } from "../episode";

export interface AlertRow {
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
  seenAt: number | null;
  deliveries: {
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

import type { EpisodeKind, Severity } from "../episode";
import type { RunStatus } from "../statuses";
import type { WorkloadName } from "../workloads";
import type { AlertRow } from "./alert";

export interface ServerState {
  training: number;
  queued: number;
  unseenAlerts: number;
  slots: number;
  version: string;
  home: string;
  backend: { name: string; reason: string };
}

/** Pushed over SSE; tells pages what to read again. */
export interface LiveChange {
  runs: {
    id: string;
    status: RunStatus;
    step: number | null;
    totalSteps: number;
    experimentId: string | null;
  }[];
  episodeRunIds: string[];
  /** That came, were seen or delivered, or that others joined. */
  alerts: AlertRow[];
  /** Ids of those among them that ring: they came since the change before, and by themselves. */
  ringing: string[];
  state: Pick<ServerState, "training" | "queued" | "unseenAlerts">;
}

/** A run that waits for a trainer, in the order in which runs start. */
export interface QueueEntry {
  runId: string;
  runName: string;
  workload: WorkloadName;
  experimentId: string | null;
  /** 1 starts next. */
  position: number;
  queuedAt: number;
}

/** What runs of a workload will take here, judged by those that finished here. */
export interface TrainingEstimate {
  secondsPerRun: number | null;
  totalSeconds: number | null;
  /** Where the figures come from, in words. */
  basis: string;
}

export interface Settings {
  webhookUrl: string | null;
  /** The operator's flag: may a webhook go to a private or loopback address? Read only. */
  webhookAllowPrivate: boolean;
  /** An episode alerts when its severity and its kind are both chosen. */
  alertSeverities: Severity[];
  alertKinds: EpisodeKind[];
}

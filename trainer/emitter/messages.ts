import type { Environment, LogLine, StatusChange } from "../../db/contract/events";
import type { GuardAction } from "../../db/contract/guardrails";
import type { IngestBatchInput } from "../../db/contract/ingest";
import type { ServerAddress } from "../../db/contract/server-address";
import type { NewCheckpoint } from "../checkpoints/checkpoints";
import type { Drawing } from "../samples/drawing";

/** Points of one series as columns; their buffers are transferred, not copied. */
export interface Columns {
  name: string;
  step: Float64Array<ArrayBuffer>;
  wallTimeMs: Float64Array<ArrayBuffer>;
  value: Float64Array<ArrayBuffer>;
}

export interface Picture {
  step: number;
  wallTimeMs: number;
  name: string;
  drawing: Drawing;
}

/** Its arrays are copied to the thread: the training thread keeps its own to go back to. */
export interface ParcelCheckpoint extends NewCheckpoint {
  wallTimeMs: number;
}

/** What the training loop hands over at once; the thread numbers and stores it. */
export interface Parcel {
  series: Columns[];
  log: LogLine[];
  pictures: Picture[];
  checkpoints: ParcelCheckpoint[];
  guardActions: GuardAction[];
  environment?: Environment;
  status?: StatusChange;
  retreatTo?: number;
}

export interface ThreadData {
  home: string;
  runId: string;
  attempt: number;
  configHash: string;
  codeVersion: string;
  /** Records there instead of in the store here, where only checkpoints and the run's own state then are. */
  remote?: { server: ServerAddress; about: Pick<IngestBatchInput, "name" | "config" | "steps" | "seed"> };
  /** Where a step may never end: in a person's own code. */
  watch?: { pulse: SharedArrayBuffer; stepSeconds: number };
}

export type ToThread = { kind: "parcel"; parcel: Parcel } | { kind: "close" };

export type FromThread =
  /** One parcel is in the database, here or at the server. */
  | { kind: "stored" }
  /** A person asked the run to stop. */
  | { kind: "cancel" }
  /** A person lets the run continue. */
  | { kind: "continue" }
  /** The store does not take events for now; nothing is lost, the thread tries again. */
  | { kind: "waiting"; reason: string }
  /** The store takes events again. */
  | { kind: "resumed" }
  /** Recording is over: the run belongs to another trainer, or the store is unusable. */
  | { kind: "failed"; message: string };

import type { Logger } from "pino";
import type { ServerState } from "../db/contract/read-models";
import type { Database } from "../db/database";

/** What every verb of the server is given. */
export interface ServerContext {
  db: Database;
  /** Folder that holds the database, media and logs. */
  home: string;
  log: Logger;
  /** Where people reach this server; goes into alerts. */
  url: string;
  version: string;
  /** Trainers that may run at once. */
  slots: number;
  /** What trainers will compute with, before the first one has recorded it. */
  backend: ServerState["backend"];
  /** Operator's flag: webhooks may go to private and loopback addresses. */
  allowPrivateWebhooks: boolean;
  /** Aborted when the server stops: ends what waits. */
  stopping: AbortSignal;
  /** Asks the launcher to look at queue and trainers now instead of at its next round. */
  wakeLauncher(): void;
}

import type { Logger } from "pino";
import type { Database } from "../db/connection";

/** What every verb of the server is given. */
export interface ServerContext {
  db: Database;
  /** Folder that holds the database, media and logs. */
  home: string;
  log: Logger;
  /** Where people reach this server; goes into alerts. */
  url: string;
  /** Trainers that may run at once. */
  slots: number;
  /** Operator's flag: webhooks may go to private and loopback addresses. */
  allowPrivateWebhooks: boolean;
  /** Asks the launcher to look at the queue now instead of at its next round. */
  wakeLauncher(): void;
  /** Asks the outbox to look for due deliveries now. */
  wakeOutbox(): void;
}

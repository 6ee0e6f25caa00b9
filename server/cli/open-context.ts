import { availableParallelism } from "node:os";
import pino from "pino";
import { openDatabase, openStore } from "../../db/connection";
import type { Database } from "../../db/database";
import { databaseFile, dataHome } from "../../db/home";
import { settleInbox } from "../../db/store/ingest/inbox";
import { version } from "../../package.json";
import type { ServerContext } from "../context";
import { lockHolder } from "../home/lock-home";
import { isWritable, type OnCopy, openForReading } from "../home/open-for-reading";
import { settleTrainer } from "../launcher/settle-trainer";
import { trainerRows } from "../launcher/trainer-rows";
import { formatBytes } from "./present/figures";
import { note } from "./present/output";

/** "create" makes a database where there is none, "existing" refuses to; "reading" needs no home that can be written. */
type Mode = "create" | "existing" | "reading";

/**
 * The same verbs serve the dashboard and the command line, so a command gives them what a server
 * would: here without a launcher to wake.
 */
export function withContext<Result>(mode: Mode, work: (ctx: ServerContext) => Result): Result {
  const home = dataHome();
  const readsOnly = mode === "reading" && !isWritable(home);
  const db = readsOnly ? openForReading(home, announceCopy) : openHome(home, mode);
  let result: Result;
  try {
    const ctx = contextOf(home, db);
    if (!readsOnly) settleAbandoned(ctx);
    result = work(ctx);
  } catch (error) {
    db.close();
    throw error;
  }
  if (result instanceof Promise) return result.finally(() => db.close()) as Result;
  db.close();
  return result;
}

const openHome = (home: string, mode: Mode): Database =>
  mode === "create" ? openStore(home) : openDatabase(databaseFile(home));

export const announceCopy: OnCopy = ({ bytes, folder }) =>
  note(`- The home is read-only: reading a copy of its database, ${formatBytes(bytes)} in ${folder}`);

/** A trainer or a server that was killed leaves things to do; where no server does them, the next command does. */
function settleAbandoned(ctx: ServerContext): void {
  if (lockHolder(ctx.home)) return;
  settleInbox(ctx.db);
  for (const row of trainerRows(ctx.db)) settleTrainer(ctx, row, undefined);
}

function contextOf(home: string, db: Database): ServerContext {
  return {
    db,
    home,
    log: pino({ level: "silent" }),
    url: "",
    version,
    slots: availableParallelism(),
    allowPrivateWebhooks: false,
    backend: { name: "", reason: "Only a server knows what its trainers compute with." },
    stopping: new AbortController().signal,
    wakeLauncher: () => {},
  };
}

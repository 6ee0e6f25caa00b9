import { availableParallelism } from "node:os";
import pino from "pino";
import { type Database, openDatabase, openStore } from "../../db/connection";
import { databaseFile, dataHome } from "../../db/home";
import { settleInbox } from "../../db/store/ingest/inbox";
import { version } from "../../package.json";
import type { ServerContext } from "../context";
import { lockHolder } from "../home/lock-home";
import { settleTrainer } from "../launcher/settle-trainer";
import { trainerRows } from "../launcher/trainer-rows";

/**
 * The same verbs serve the dashboard and the command line, so a command gives them what a server
 * would: here without a launcher to wake. "existing" refuses to create a database.
 */
export function withContext<Result>(
  mode: "create" | "existing",
  work: (ctx: ServerContext) => Result,
): Result {
  const home = dataHome();
  const db = mode === "create" ? openStore(home) : openDatabase(databaseFile(home));
  let result: Result;
  try {
    const ctx = contextOf(home, db);
    settleAbandoned(ctx);
    result = work(ctx);
  } catch (error) {
    db.close();
    throw error;
  }
  if (result instanceof Promise) return result.finally(() => db.close()) as Result;
  db.close();
  return result;
}

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

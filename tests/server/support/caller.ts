import pino from "pino";
import type { Database } from "../../../db/database";
import type { ServerContext } from "../../../server/context";
import { createCaller } from "../../../server/trpc/router";
import { freshDatabase, freshHome } from "../../setup/database";

/** The procedures without HTTP, on a database of the test's own; `woken` counts calls to the launcher. */
export function procedures(options: Partial<ServerContext> = {}) {
  const home = freshHome();
  const db: Database = freshDatabase(home);
  const launcher = { woken: 0 };
  const ctx: ServerContext = {
    db,
    home,
    log: pino({ level: "silent" }),
    url: "http://127.0.0.1:3000",
    version: "0.0.0",
    slots: 2,
    backend: { name: "wasm", reason: "a test says so" },
    allowPrivateWebhooks: false,
    stopping: new AbortController().signal,
    wakeLauncher: () => {
      launcher.woken++;
    },
    ...options,
  };
  return { call: createCaller(ctx), ctx, db, launcher };
}

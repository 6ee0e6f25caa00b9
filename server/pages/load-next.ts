import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "pino";
import { packageRoot } from "../../db/package-root";
import type { Handler } from "../front-door/front-door";

/** Next's development server may wait for its compiler; whoever pressed Ctrl-C should not. */
const closeLimitMs = 2_000;

export interface Pages {
  handle: Handler;
  close(): Promise<void>;
}

/** Next inside this thread: the dashboard's pages and their files. Takes about a second to load. */
export async function loadNext(options: {
  dev: boolean;
  host: string;
  port: number;
  log: Logger;
}): Promise<Pages> {
  const { dev, host, port, log } = options;
  const dir = packageRoot();
  // Next reads these when it is loaded.
  Object.assign(process.env, { NODE_ENV: dev ? "development" : "production", NEXT_TELEMETRY_DISABLED: "1" });
  const { default: next } = await import("next");
  const app = next({ dev, dir, hostname: host, port });
  await withConsoleInto(log, () => app.prepare());
  const handle = app.getRequestHandler();
  return {
    handle: (req, res) => handle(req, res),
    close: () => Promise.race([app.close(), delay(closeLimitMs, undefined, { ref: false })]),
  };
}

/** Next tells stdout how it starts; there it would mix with what the command prints for people and programs. */
async function withConsoleInto<Result>(log: Logger, work: () => Promise<Result>): Promise<Result> {
  const { log: print } = console;
  console.log = (...words: unknown[]) => log.debug({ part: "pages" }, words.join(" ").trim());
  try {
    return await work();
  } finally {
    console.log = print;
  }
}

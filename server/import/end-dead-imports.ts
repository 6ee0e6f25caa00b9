import type { Logger } from "pino";
import type { Database } from "../../db/database";
import { endDeadImports } from "../../db/store/imports/end-import";
import { recurring } from "../recurring";

const everyMs = 30_000;

/** An import that is killed cannot say so: its run is ended by the server, or by the next import. */
export function watchForDeadImports(db: Database, log: Logger): { stop(): void } {
  const end = recurring(log, "ending imports that were killed", () => endDeadImports(db), undefined);
  end();
  const timer = setInterval(end, everyMs);
  return { stop: () => clearInterval(timer) };
}

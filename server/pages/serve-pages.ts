import { existsSync } from "node:fs";
import { join } from "node:path";
import { GradiometerError } from "../../db/contract/errors";
import { offerInProcessTrpc } from "../../db/contract/in-process";
import { packageRoot } from "../../db/package-root";
import type { ServerContext } from "../context";
import { appRouter } from "../trpc/router";
import { loadNext, type Pages } from "./load-next";
import { startPagesThread } from "./start-thread";

/** The dashboard's pages: rendered by a thread of their own, in development by Next's server in this one. */
export async function servePages(
  ctx: ServerContext,
  { dev, host, port }: { dev: boolean; host: string; port: number },
): Promise<Pages> {
  if (dev) {
    offerInProcessTrpc({ router: appRouter, createContext: () => ctx });
    return loadNext({ dev, host, port, log: ctx.log });
  }
  const next = join(packageRoot(), ".next");
  if (!existsSync(join(next, "BUILD_ID")))
    throw new GradiometerError(
      "unavailable",
      `The dashboard is not built: ${next} is missing. Run npm run build, or npm start, which does it.`,
    );
  const { home, url, version, slots, backend, allowPrivateWebhooks } = ctx;
  return startPagesThread({ home, url, version, slots, backend, allowPrivateWebhooks, host, port }, ctx.log);
}

import type { IncomingMessage, ServerResponse } from "node:http";
import { availableParallelism } from "node:os";
import { nodeHTTPRequestHandler } from "@trpc/server/adapters/node-http";
import type { Logger } from "pino";
import { openStore } from "../db/connection";
import type { ServerState } from "../db/contract/read-models";
import { dataHome } from "../db/home";
import { sweepCheckpoints } from "../db/store/checkpoints/checkpoint-files";
import { version } from "../package.json";
import { startOutbox } from "./alerts/outbox";
import type { ServerContext } from "./context";
import { queueDemonstration } from "./demo";
import {
  backendByEnvironment,
  checkReach,
  displayName,
  namesByEnvironment,
  slotsByEnvironment,
} from "./environment";
import { answerExport } from "./export/answer-export";
import { answerWhileStarting } from "./front-door/answer-while-starting";
import { maxApiBodyBytes } from "./front-door/check-body-size";
import { createFrontDoor, type Handler } from "./front-door/front-door";
import { HttpRefusal } from "./front-door/http-refusal";
import { checkWhole, isBegunSince, setAsideDamagedLog } from "./home/check-whole";
import { checkHomeFree, lockHome } from "./home/lock-home";
import { createImport } from "./import/answer-import";
import { watchForDeadImports } from "./import/end-dead-imports";
import { createImportJobs } from "./import/import-jobs";
import { createIngest } from "./ingest/answer-ingest";
import { startRecorder } from "./ingest/recorder";
import { startLauncher } from "./launcher/start-launcher";
import { listen } from "./listen";
import { openServerLog } from "./log";
import { startMonitor } from "./monitor/start-monitor";
import { servePages } from "./pages/serve-pages";
import { changeSettings } from "./settings/change-settings";
import { appRouter } from "./trpc/router";

export interface StartOptions {
  home?: string | undefined;
  host?: string | undefined;
  /** 0 takes a free one. */
  port?: number | undefined;
  /** Pages by Next's development server. */
  dev?: boolean | undefined;
  /** False: the API alone, for machines where nobody looks at pages. */
  pages?: boolean | undefined;
  /** Required for anything but loopback. */
  token?: string | undefined;
  /** More names that requests may be addressed to, e.g. of a reverse proxy. */
  allowedHosts?: readonly string[] | undefined;
  /** Queue the demonstration into an empty database. */
  demo?: boolean | undefined;
  slots?: number | undefined;
  /** Sets the webhook, as the settings page does. */
  webhook?: string | undefined;
  allowPrivateWebhooks?: boolean | undefined;
  backend?: ServerState["backend"] | undefined;
  log?: Logger | undefined;
  /** Is told of each step of the start, in words. */
  onStep?: ((text: string) => void) | undefined;
}

export interface RunningServer {
  url: string;
  port: number;
  /** Ends the server; trainers go on and are taken up again at the next start. */
  close(): Promise<void>;
}

export async function startServer(options: StartOptions = {}): Promise<RunningServer> {
  const home = options.home ?? dataHome();
  const host = options.host ?? "127.0.0.1";
  const token = options.token || null;
  const dev = options.dev ?? false;
  const step = options.onStep ?? (() => {});
  checkReach(host, token);
  checkHomeFree(home);

  const undo: (() => unknown)[] = [];
  const unwind = async () => {
    for (const action of undo.splice(0).reverse()) await action();
  };
  try {
    const startedAt = Date.now();
    const damage = setAsideDamagedLog(home);
    const db = openStore(home);
    undo.push(() => db.close());
    checkWhole(db);
    const log = options.log ?? openServerLog(home);
    if (damage) {
      log.error(damage);
      step(damage);
    }
    if (isBegunSince(db, startedAt)) {
      const begun = `There was no database in ${home}, or an empty one: a new one begins`;
      log.warn(begun);
      step(begun);
    }
    const lock = lockHome(home, db);
    undo.push(() => lock.release());

    let handle: Handler = answerWhileStarting;
    const { port, close } = await listen((req, res) => handle(req, res), {
      host,
      port: options.port ?? 3000,
      onClosed: (count) => log.warn({ count }, "too many connections: the longest idle ones were closed"),
    });
    undo.push(close);
    const url = `http://${displayName(host)}:${port}`;
    lock.announce(url);

    const stopping = new AbortController();
    let wakeLauncher = () => {};
    const ctx: ServerContext = {
      db,
      home,
      log,
      url,
      version,
      slots: options.slots ?? slotsByEnvironment() ?? availableParallelism(),
      backend: options.backend ?? backendByEnvironment(),
      allowPrivateWebhooks:
        options.allowPrivateWebhooks || process.env.GRADIOMETER_ALLOW_PRIVATE_WEBHOOKS === "1",
      stopping: stopping.signal,
      wakeLauncher: () => wakeLauncher(),
    };
    if (options.webhook !== undefined) changeSettings(ctx, { webhookUrl: options.webhook });
    const pages =
      options.pages === false
        ? { handle: noPages, close: async () => {} }
        : await servePages(ctx, { dev, host, port });
    undo.push(() => pages.close());
    if (options.demo && queueDemonstration(ctx)) step("Queued the demonstration: two experiments, 36 runs");

    const monitor = startMonitor(home, log);
    undo.push(() => monitor.stop());
    const recorder = startRecorder(home, log);
    undo.push(() => recorder.stop());
    const imports = createImportJobs(home, log);
    undo.push(() => imports.stop());
    const deadImports = watchForDeadImports(db, log);
    undo.push(() => deadImports.stop());
    const outbox = startOutbox(ctx);
    undo.push(() => outbox.stop());
    sweepCheckpoints(db, home);
    const launcher = startLauncher(ctx);
    wakeLauncher = launcher.wake;
    undo.push(() => launcher.stop());
    if (launcher.adopted > 0)
      step(
        `Taken up ${launcher.adopted} training${launcher.adopted === 1 ? "" : "s"} that went on meanwhile`,
      );
    undo.push(() => stopping.abort());

    handle = createFrontDoor({
      home,
      dev,
      log,
      host,
      allowedHosts: options.allowedHosts ?? namesByEnvironment(),
      token,
      port,
      api: (req, res) => answerApi(ctx, req, res),
      exports: (req, res) => answerExport(db, req, res),
      ingest: createIngest(db, recorder),
      imports: createImport(home, imports),
      pages: pages.handle,
    });
    log.info({ url, home, slots: ctx.slots, version }, "server started");
    return { url, port, close: unwind };
  } catch (error) {
    await unwind();
    throw error;
  }
}

function answerApi(ctx: ServerContext, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const { pathname } = new URL(req.url ?? "/", "http://localhost");
  return nodeHTTPRequestHandler({
    router: appRouter,
    createContext: async () => ctx,
    req,
    res,
    path: pathname.slice("/api/trpc/".length),
    maxBodySize: maxApiBodyBytes,
  });
}

const noPages: Handler = () => {
  throw new HttpRefusal(404, "This server was started without pages; the API is tRPC under /api/trpc/.");
};

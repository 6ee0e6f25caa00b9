import { once } from "node:events";
import type { Command } from "commander";
import { openDatabase } from "../../../db/connection";
import { databaseFile, dataHome } from "../../../db/home";
import { installForGpu } from "../../backend/install-for-gpu";
import { exitCodes } from "../exit-codes";
import { wholeNumber } from "../option-values";
import { farewell } from "../present/farewell";
import { showInstallation } from "../present/installation-progress";
import { note, print } from "../present/output";

interface StartOptions {
  port: number;
  host: string;
  demo: boolean;
  dev?: true;
  slots?: number;
  webhook?: string;
  allowPrivateWebhooks?: true;
  json?: true;
}

export function addStartCommand(program: Command): void {
  program
    .command("start")
    .summary("serve the dashboard and run queued trainings")
    .description("Serve the dashboard and run queued trainings. An empty database gets the demonstration.")
    .option("--port <n>", "port to listen on; 0 takes a free one", wholeNumber(0, 65_535), 3000)
    .option(
      "--host <address>",
      "address to listen on; beyond this machine GRADIOMETER_TOKEN is required",
      "127.0.0.1",
    )
    .option("--no-demo", "do not queue the demonstration in an empty database")
    .option("--slots <n>", "trainers that may run at once (default: as many as cores)", wholeNumber(1, 1024))
    .option("--webhook <url>", "send alerts to this URL")
    .option("--allow-private-webhooks", "let webhooks go to private and link-local addresses")
    .option("--dev", "serve pages with Next's development server")
    .option("--json", "print the URL as one line of JSON on stdout once it is served")
    .action(start);
}

async function start(options: StartOptions): Promise<void> {
  const home = dataHome();
  const stop = interruptSignal();
  note(`- Data in ${home}`);
  await prepareGpu(home, stop);
  if (stop.aborted) process.exit(exitCodes.cancelled);
  // Next talks on console.log; stdout is for our result.
  console.log = console.error;
  // Loaded here, since other commands have no use for a server.
  const { startServer } = await import("../../start-server");
  const server = await startServer({
    home,
    host: options.host,
    port: options.port,
    dev: options.dev,
    token: process.env.GRADIOMETER_TOKEN,
    demo: options.demo,
    slots: options.slots,
    webhook: options.webhook,
    allowPrivateWebhooks: options.allowPrivateWebhooks,
    onStep: (text) => note(`- ${text}`),
  });
  if (options.json) print(JSON.stringify({ url: server.url, pid: process.pid }));
  else print(`Gradiometer serves on ${server.url} (Ctrl-C stops it)`);
  if (!stop.aborted) await once(stop, "abort");
  await server.close();
  const db = openDatabase(databaseFile(home));
  note(farewell(db));
  db.close();
  process.exit();
}

/** Where an NVIDIA GPU answers, its backend is built at the first start; whoever named a backend has decided. */
async function prepareGpu(home: string, signal: AbortSignal): Promise<void> {
  if (process.env.GRADIOMETER_BACKEND && process.env.GRADIOMETER_BACKEND !== "gpu") return;
  const progress = showInstallation();
  const installation = await installForGpu(home, progress.onProgress, { signal });
  progress.end();
  if (installation.outcome === "installed")
    note(`- Trainers compute on ${installation.gpus[0]} (tfjs-node-gpu ${installation.version})`);
  if (installation.outcome === "failed") note(`- ${installation.message}`);
}

/** Aborted by Ctrl-C or SIGTERM; a second one ends the process at once. */
function interruptSignal(): AbortSignal {
  const stop = new AbortController();
  const ask = () => {
    if (stop.signal.aborted) process.exit(exitCodes.cancelled);
    stop.abort();
  };
  process.on("SIGINT", ask).on("SIGTERM", ask);
  return stop.signal;
}

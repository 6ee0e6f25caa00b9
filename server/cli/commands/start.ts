import type { Command } from "commander";
import { dataHome } from "../../../db/home";
import { wholeNumber } from "../option-values";
import { note, print, printJson } from "../present/output";

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
    .option("--json", "print the URL as JSON on stdout once it is served")
    .action(start);
}

async function start(options: StartOptions): Promise<void> {
  // Loaded here, since other commands have no use for a server.
  const { startServer } = await import("../../start-server");
  const server = await startServer({
    home: dataHome(),
    host: options.host,
    port: options.port,
    dev: options.dev ?? false,
    token: process.env.GRADIOMETER_TOKEN || undefined,
    demo: options.demo,
    slots: options.slots,
    webhook: options.webhook,
    allowPrivateWebhooks: options.allowPrivateWebhooks ?? false,
    onStep: (text: string) => note(`- ${text}`),
  });
  if (options.json) printJson({ url: server.url, pid: process.pid });
  else print(`Gradiometer serves on ${server.url} (Ctrl-C stops it)`);
  await interrupted();
  note("Stopping ...");
  await server.close();
}

/** Ctrl-C or SIGTERM; a second one ends the process at once. */
function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    const ask = () => {
      if (asked) process.exit(130);
      asked = true;
      resolve();
    };
    process.on("SIGINT", ask).on("SIGTERM", ask);
  });
}

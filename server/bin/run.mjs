import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { distFolder } from "./package-root.mjs";
import { BuildError } from "./run-logged.mjs";

/** Makes current what the command needs, then hands over to the bundled CLI. */
export async function run(args) {
  try {
    const { ensureInstalled } = await import("./install.mjs");
    await ensureInstalled();
    const { ensureDashboardBuilt, ensureServerBuilt } = await import("./build.mjs");
    await ensureServerBuilt();
    if (servesBuiltPages(args)) await ensureDashboardBuilt();
  } catch (error) {
    process.stderr.write(`${error instanceof BuildError ? error.message : error.stack}\n`);
    process.exit(1);
  }
  await import(pathToFileURL(join(distFolder, "server", "cli", "main.js")).href);
}

/** Only `start` shows pages, and with --dev Next compiles them on request. */
function servesBuiltPages(args) {
  const asksOnly = args.some((arg) => arg === "--help" || arg === "-h");
  return args[0] === "start" && !args.includes("--dev") && !asksOnly;
}

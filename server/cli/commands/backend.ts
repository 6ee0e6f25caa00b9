import { Argument, type Command } from "commander";
import { dataHome } from "../../../db/home";
import { askedBackend } from "../../backend/asked-backend";
import { installBackend, type NativeKind } from "../../backend/install";
import { type BackendStatus, reportBackends } from "../../backend/report";
import { exitCodes } from "../exit-codes";
import { showInstallation } from "../present/installation-progress";
import { note, print, printJson } from "../present/output";
import { formatTable } from "../present/table";

export function addBackendCommand(program: Command): void {
  const backend = program
    .command("backend")
    .summary("what trainers compute with, and why; install a native backend")
    .description("Show what trainers compute with, and why.")
    .option("--json", "print JSON on stdout")
    .action(show);
  backend
    .command("install")
    .summary("build a native backend into the data home")
    .description(
      "Build tfjs-node-gpu (gpu) or tfjs-node (node) against the TensorFlow that PyPI serves. Needs python3 and a C++ compiler.",
    )
    .addArgument(new Argument("<kind>", "gpu or node").choices(["gpu", "node"]))
    .option("--json", "print JSON on stdout")
    .action((kind: NativeKind, _options: unknown, command: Command) => install(kind, command));
}

async function show(options: { json?: true }): Promise<void> {
  const report = await reportBackends(dataHome(), askedBackend());
  if (options.json) return printJson(report);
  const { name, version, reason } = report.inUse;
  print(`Trainers use ${[name, version].filter(Boolean).join(" ")}: ${reason}.\n`);
  print(
    formatTable<BackendStatus>(report.backends, [
      { title: "backend", cell: (status) => status.name },
      { title: "version", cell: (status) => status.version ?? "–" },
      { title: "state", cell: (status) => status.detail },
    ]),
  );
}

async function install(kind: NativeKind, command: Command): Promise<void> {
  const stop = new AbortController();
  const abort = () => stop.abort();
  process.once("SIGINT", abort).once("SIGTERM", abort);
  const progress = showInstallation();
  try {
    const installed = await installBackend(dataHome(), kind, progress.onProgress, { signal: stop.signal });
    progress.end();
    if (command.optsWithGlobals().json) printJson(installed);
    else print(`Installed the ${kind} backend, ${installed.version}, in ${Math.round(installed.seconds)} s.`);
    if (kind === "gpu" && !installed.usesGpu) note("No GPU answers: it computes on the CPU.");
  } catch (error) {
    progress.end();
    if (!stop.signal.aborted) throw error;
    note("The installation was cancelled; nothing of it is left.");
    process.exitCode = exitCodes.cancelled;
  } finally {
    process.off("SIGINT", abort).off("SIGTERM", abort);
  }
}

import { spawn } from "node:child_process";
import { createWriteStream, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { createInterface } from "node:readline";
import { runLogFile } from "../../../db/home";
import { distFile } from "../../../db/package-root";
import { note } from "../present/output";
import type { TrainerProgress } from "../present/training-progress";

export interface TrainerEnd {
  code: number | null;
  signal: NodeJS.Signals | null;
  /** Ctrl-C or SIGTERM arrived here while it trained. */
  interrupted: boolean;
}

/**
 * Runs a run's trainer as a child until it ends. The first Ctrl-C asks it to stop and record that; a
 * second one kills it.
 */
export async function runForegroundTrainer(options: {
  home: string;
  runId: string;
  backend?: string | undefined;
  trainerArguments?: readonly string[] | undefined;
  /** Where GRADIOMETER_URL names a server, not there. */
  recordsHere?: boolean | undefined;
  /** The trainer runs and Ctrl-C is taken care of. */
  onStarted(): void;
  onProgress(progress: TrainerProgress): void;
  /** It waits, as a guardrail or a full disk makes it, and has said so. */
  onWaiting(): void;
}): Promise<TrainerEnd> {
  const {
    home,
    runId,
    backend,
    trainerArguments = [],
    recordsHere,
    onStarted,
    onProgress,
    onWaiting,
  } = options;
  const log = runLogFile(home, runId);
  mkdirSync(dirname(log), { recursive: true });
  const words = [distFile("trainer/main.js"), "--run", runId, "--progress", ...trainerArguments];
  const child = spawn(process.execPath, words, {
    // Its own process group: Ctrl-C reaches this command only, which passes it on once.
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      GRADIOMETER_HOME: home,
      GRADIOMETER_COMMAND_LINE: ["gradiometer", ...process.argv.slice(2)].join(" "),
      ...(recordsHere ? { GRADIOMETER_URL: "" } : {}),
      ...(backend ? { GRADIOMETER_BACKEND: backend } : {}),
      // Small networks train faster on one math thread (docs/decisions).
      OMP_NUM_THREADS: "1",
      TF_NUM_INTRAOP_THREADS: "1",
      TF_NUM_INTEROP_THREADS: "1",
    },
  });
  const logFile = createWriteStream(log, { flags: "a" });
  // On a full disk the log misses lines; the training itself waits for space and says so.
  logFile.on("error", () => {});
  child.stderr.on("data", (chunk: Buffer) => {
    logFile.write(chunk);
    const text = chunk.toString("utf8");
    const isWaiting = /^(Training waits|Paused by the guardrail)/.test(text);
    if (isWaiting) onWaiting();
    if (isWaiting || text.startsWith("Recording goes on")) note(text.trim());
  });
  createInterface({ input: child.stdout }).on("line", (line) => {
    const progress = parseProgress(line);
    if (progress) onProgress(progress);
    else logFile.write(`${line}\n`);
  });
  let interrupts = 0;
  const interrupt = () => {
    interrupts += 1;
    child.kill(interrupts === 1 ? "SIGTERM" : "SIGKILL");
    if (interrupts === 1) note("Stopping the training; press Ctrl-C again to kill it.");
  };
  process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
  onStarted();
  try {
    return await new Promise<TrainerEnd>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code, signal) => resolve({ code, signal, interrupted: interrupts > 0 }));
    });
  } finally {
    process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
    logFile.end();
  }
}

function parseProgress(line: string): TrainerProgress | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    const value = JSON.parse(line) as Partial<TrainerProgress>;
    return typeof value.step === "number" && value.metrics ? (value as TrainerProgress) : undefined;
  } catch {
    return undefined;
  }
}

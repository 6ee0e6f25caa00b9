import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { onTestFinished } from "vitest";
import { RunConfig, type RunConfigInput } from "../../db/contract/run-config";
import type { Database } from "../../db/database";
import { distFile } from "../../db/package-root";
import { createRun } from "../../db/store/runs/runs";
import { storedPoints } from "../db/stored-points";
import { freshDatabase, freshHome } from "../setup/database";

export interface Trainer {
  child: ChildProcess;
  output: () => string;
  errors: () => string;
  exit: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

export function startTrainer(home: string, args: string[], env: Record<string, string> = {}): Trainer {
  const child = spawn(process.execPath, [distFile("trainer/main.js"), ...args], {
    env: { ...process.env, GRADIOMETER_HOME: home, GRADIOMETER_BACKEND: "wasm", ...env },
  });
  let output = "";
  let errors = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const exit = once(child, "close").then(([code, signal]) => ({ code, signal }));
  return { child, output: () => output, errors: () => errors, exit };
}

export function aRun(config: RunConfigInput, home = freshHome()) {
  const db = freshDatabase(home);
  return { home, db, runId: createRun(db, { config: RunConfig.parse(config) }) };
}

export const runRow = (db: Database, runId?: string) =>
  db.sqlite
    .prepare("SELECT status, step, message, backend, attempt FROM run WHERE id = coalesce(?, id)")
    .get(runId) as {
    status: string;
    step: number | null;
    message: string | null;
    backend: string;
    attempt: number;
  };
export const logOf = (db: Database) =>
  db.sqlite.prepare("SELECT text FROM log_line ORDER BY id").pluck().all().join("\n");

export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 50));
}

/** Every point of a run but those that say how long something took: "name step" -> value. */
export function measurementsOf(db: Database, runId: string): Map<string, number> {
  const points = storedPoints(db, runId).filter(({ name }) => !name.endsWith("_time"));
  return new Map(points.map(({ name, step, value }) => [`${name} ${step}`, value]));
}

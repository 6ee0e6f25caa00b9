import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Database } from "../../db/connection";
import { RunConfig, type RunConfigInput } from "../../db/contract/run-config";
import { distFile } from "../../db/package-root";
import { createRun } from "../../db/store/runs";
import { freshDatabase, freshHome } from "../setup/database";

interface Trainer {
  child: ChildProcess;
  output: () => string;
  errors: () => string;
  exit: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

function startTrainer(home: string, args: string[], env: Record<string, string> = {}): Trainer {
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

function aRun(config: RunConfigInput) {
  const home = freshHome();
  const db = freshDatabase(home);
  return { home, db, runId: createRun(db, { config: RunConfig.parse(config) }) };
}

const runRow = (db: Database) =>
  db.sqlite.prepare("SELECT status, step, message, backend, attempt FROM run").get() as {
    status: string;
    step: number | null;
    message: string | null;
    backend: string;
    attempt: number;
  };
const logOf = (db: Database) =>
  db.sqlite.prepare("SELECT text FROM log_line ORDER BY id").pluck().all().join("\n");

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 50));
}

const endless: RunConfigInput = {
  workload: "temporal-order-rnn",
  steps: 1_000_000,
  interventions: [{ name: "clip-global-norm" }],
};

describe("trainer process", () => {
  it("trains a run to its end, records it and prints its progress", async () => {
    const { home, db, runId } = aRun({
      workload: "ring-gan",
      steps: 30,
      interventions: [{ name: "wgan-gp" }],
    });
    const trainer = startTrainer(home, ["--run", runId, "--progress"]);
    expect(await trainer.exit).toEqual({ code: 0, signal: null });
    expect(runRow(db)).toMatchObject({ status: "finished", step: 30, backend: "wasm", attempt: 1 });
    expect(logOf(db)).toMatch(/Backend wasm .*Second-order gradients .* agree.*Finished 30 steps/s);
    const counts = db.sqlite
      .prepare(
        "SELECT name, count(*) FROM point JOIN series ON series.id = series_id WHERE name NOT LIKE 'sample/%' AND name NOT LIKE 'loss_dispersion/%' GROUP BY name",
      )
      .raw()
      .all() as [string, number][];
    expect(counts.length).toBeGreaterThan(25);
    expect(counts.every(([, count]) => count === 30)).toBe(true);
    for (const line of trainer.output().trim().split("\n").filter(Boolean))
      expect(JSON.parse(line)).toMatchObject({
        totalSteps: 30,
        step: expect.any(Number),
        metrics: expect.any(Object),
      });
    expect(trainer.errors()).toBe("");
  });

  it("ends as cancelled, with exit code 0, on SIGTERM", async () => {
    const { home, db, runId } = aRun(endless);
    const trainer = startTrainer(home, ["--run", runId]);
    await until(() => (runRow(db).step ?? 0) > 0);
    trainer.child.kill("SIGTERM");
    expect(await trainer.exit).toEqual({ code: 0, signal: null });
    expect(runRow(db)).toMatchObject({ status: "cancelled" });
    expect(logOf(db)).toMatch(/Cancelled at step \d+/);
  });

  it("ends as diverged, with exit code 3 and the step, at a loss that is not finite", async () => {
    const sgd = { name: "sgd", learningRate: 0.5 } as const;
    const { home, db, runId } = aRun({
      workload: "ring-gan",
      generatorOptimizer: sgd,
      discriminatorOptimizer: sgd,
    });
    const trainer = startTrainer(home, ["--run", runId]);
    expect(await trainer.exit).toEqual({ code: 3, signal: null });
    const { status, step, message } = runRow(db);
    expect(status).toBe("diverged");
    expect(message).toBe(`The loss was not finite at step ${step}`);
  });

  it("keeps every step it had stored whole when it is killed with -9", async () => {
    const { home, db, runId } = aRun(endless);
    const trainer = startTrainer(home, ["--run", runId]);
    await until(() => (runRow(db).step ?? 0) > 20);
    const acknowledged = runRow(db).step!;
    trainer.child.kill("SIGKILL");
    await trainer.exit;
    expect(db.sqlite.pragma("integrity_check", { simple: true })).toBe("ok");
    const stored = db.sqlite
      .prepare(
        "SELECT name, count(*), max(step) FROM point JOIN series ON series.id = series_id WHERE name NOT LIKE 'loss_dispersion/%' GROUP BY name",
      )
      .raw()
      .all() as [string, number, number][];
    const steps = new Set(stored.map(([, , last]) => last));
    expect(steps.size).toBe(1);
    expect([...steps][0]).toBeGreaterThanOrEqual(acknowledged);
    for (const [, count, last] of stored) expect(count).toBe(last);
  });

  it.each([
    ["no run", [], {}, /Expected the id of a run, got none; usage/],
    ["an unknown run", ["--run", "nowhere"], {}, /No run "nowhere"/],
    ["an unknown flag", ["--rum", "x"], {}, /Unknown option '--rum'.*usage/s],
    ["an unknown backend", ["--run", "nowhere"], { GRADIOMETER_BACKEND: "cuda" }, /got "cuda"/],
  ] satisfies [string, string[], Record<string, string>, RegExp][])(
    "says what is wrong with %s and exits with 1",
    async (_name, args, env, message) => {
      const { home } = aRun({ workload: "ring-gan" });
      const trainer = startTrainer(home, args, env);
      expect(await trainer.exit).toEqual({ code: 1, signal: null });
      expect(trainer.errors()).toMatch(message);
      expect(trainer.errors()).not.toMatch(/\n\s+at /);
    },
  );

  it("ends as crashed, with its message and log, when a backend that was asked for is missing", async () => {
    const { home, db, runId } = aRun({ workload: "ring-gan" });
    const trainer = startTrainer(home, ["--run", runId], { GRADIOMETER_BACKEND: "node" });
    expect(await trainer.exit).toEqual({ code: 1, signal: null });
    expect(runRow(db).status).toBe("crashed");
    expect(runRow(db).message).toMatch(/Backend "node" was asked for but is not installed/);
    expect(logOf(db)).toMatch(/not installed/);
  });

  it("leaves a run that is being trained already to its trainer", async () => {
    const { home, db, runId } = aRun(endless);
    const first = startTrainer(home, ["--run", runId]);
    await until(() => runRow(db).status === "running");
    const second = startTrainer(home, ["--run", runId]);
    expect(await second.exit).toEqual({ code: 1, signal: null });
    expect(second.errors()).toMatch(/is being trained already by process/);
    first.child.kill("SIGTERM");
    await first.exit;
    expect(runRow(db)).toMatchObject({ status: "cancelled", attempt: 1 });
  });
});

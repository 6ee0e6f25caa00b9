import { describe, expect, it } from "vitest";
import type { RunConfigInput } from "../../db/contract/run-config";
import { stepsOfEveryStep } from "../db/stored-points";
import { aRun, logOf, runRow, startTrainer, until } from "./trainer-process";

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
    const steps = [...stepsOfEveryStep(db, runId)];
    expect(steps.length).toBeGreaterThan(15);
    expect(steps.filter(([, { length }]) => length !== 30)).toEqual([]);
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
    const stored = [...stepsOfEveryStep(db, runId).values()];
    const last = new Set(stored.map((steps) => steps.at(-1)));
    expect(last.size).toBe(1);
    expect([...last][0]).toBeGreaterThanOrEqual(acknowledged);
    for (const steps of stored) expect(steps.length).toBe(steps.at(-1));
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

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import type { RunConfigInput } from "../../../db/contract/run-config";
import type { Database } from "../../../db/database";
import { checkpointFile, checkpointsFolder } from "../../../db/home";
import { listCheckpoints } from "../../../db/store/checkpoints/checkpoints";
import { listGuardActions } from "../../../db/store/guard-actions";
import { changeStatus } from "../../../db/store/runs/runs";
import { freshHome } from "../../setup/database";
import { aRun, logOf, measurementsOf, runRow, startTrainer, until } from "../trainer-process";

// Real processes on a busy machine: the limit is for hanging, not for speed.
vi.setConfig({ testTimeout: 120_000 });

const ring: RunConfigInput = {
  workload: "ring-gan",
  steps: 240,
  hidden: 16,
  sampleEvery: 7,
  checkpoints: { every: 10, keep: 3 },
  interventions: [{ name: "wgan-gp" }],
};
const rnn: RunConfigInput = {
  workload: "temporal-order-rnn",
  steps: 400,
  optimizer: { name: "rmsprop", learningRate: 1e-3 },
  checkpoints: { every: 50, keep: 3 },
  interventions: [{ name: "clip-global-norm" }],
};
/** A critic without any bound, which a guardrail brings to its end. */
const retreating: RunConfigInput = {
  workload: "ring-gan",
  steps: 150,
  hidden: 16,
  sampleEvery: 7,
  generatorOptimizer: { name: "sgd", learningRate: 0.2 },
  discriminatorOptimizer: { name: "sgd", learningRate: 0.2 },
  checkpoints: { every: 5, keep: 3 },
  guardrails: [
    { on: "exploding", action: "retreat", limit: 20 },
    { on: "non-finite", action: "retreat", limit: 20 },
  ],
};

async function trainWhole(config: RunConfigInput, home: string) {
  const whole = aRun(config, home);
  expect(await startTrainer(home, ["--run", whole.runId]).exit).toEqual({ code: 0, signal: null });
  return recordOf(whole.db, whole.runId);
}

const recordOf = (db: Database, runId: string) => ({
  measurements: measurementsOf(db, runId),
  actions: listGuardActions(db, runId).map(({ wallTimeMs: _, ...action }) => action),
});

/** Trains until a step is stored, and is killed there with -9. */
async function killAfter(step: number, config: RunConfigInput, home: string) {
  const killed = aRun(config, home);
  const trainer = startTrainer(home, ["--run", killed.runId]);
  await until(() => (runRow(killed.db, killed.runId).step ?? 0) >= step);
  trainer.child.kill("SIGKILL");
  expect((await trainer.exit).signal).toBe("SIGKILL");
  changeStatus(killed.db, killed.runId, { status: "lost" });
  return killed;
}

async function goOn(db: Database, home: string, runId: string): Promise<void> {
  expect(await startTrainer(home, ["--run", runId]).exit).toEqual({ code: 0, signal: null });
  expect(runRow(db, runId)).toMatchObject({ status: "finished", attempt: 2 });
}

describe("a run whose trainer was killed with -9", () => {
  it.each([
    ["ring-gan with wgan-gp", ring, 25],
    ["temporal-order-rnn", rnn, 120],
    ["ring-gan that goes back to checkpoints", retreating, 30],
  ])("goes on bitwise as if it had never stopped: %s", async (_name, config, step) => {
    const home = freshHome();
    const { db, runId } = await killAfter(step, config, home);
    const latest = listCheckpoints(db, runId)[0]!.step;
    expect(latest).toBeGreaterThan(0);
    await goOn(db, home, runId);
    expect(logOf(db)).toMatch(`Goes on after step ${latest} from its checkpoint`);
    expect(recordOf(db, runId)).toEqual(await trainWhole(config, home));
  });

  it("goes on from the checkpoint before a damaged one, and says so", async () => {
    const home = freshHome();
    const { db, runId } = await killAfter(25, ring, home);
    const [latest, before] = listCheckpoints(db, runId).filter(({ kind }) => kind === "last");
    const file = checkpointFile(home, latest!.sha256);
    const bytes = readFileSync(file);
    bytes[bytes.length - 1]! ^= 1;
    writeFileSync(file, bytes);
    await goOn(db, home, runId);
    expect(logOf(db)).toMatch(
      new RegExp(
        `checkpoint of step ${latest!.step} is passed over: .*damaged.*Goes on after step ${before!.step} `,
        "s",
      ),
    );
    expect(recordOf(db, runId)).toEqual(await trainWhole(ring, home));
  });

  it("begins anew where it has no checkpoint yet", async () => {
    const home = freshHome();
    const config: RunConfigInput = { ...ring, steps: 150, checkpoints: { every: 0 } };
    const { db, runId } = await killAfter(3, config, home);
    expect(listCheckpoints(db, runId)).toEqual([]);
    await goOn(db, home, runId);
    expect(recordOf(db, runId)).toEqual(await trainWhole(config, home));
    expect(listCheckpoints(db, runId)).toEqual([]);
  });
});

it("a finished run keeps its latest checkpoints, the last step's among them, and its best", async () => {
  const home = freshHome();
  const { db, runId } = aRun({ ...ring, steps: 45, checkpoints: { every: 5, keep: 3 } }, home);
  await startTrainer(home, ["--run", runId]).exit;
  const kept = listCheckpoints(db, runId);
  const folder = checkpointsFolder(home);
  const files = readdirSync(folder).flatMap((prefix) => readdirSync(join(folder, prefix)));
  expect(new Set(files)).toEqual(new Set(kept.map(({ sha256 }) => `${sha256}.ckpt`)));
  expect(kept.filter(({ kind }) => kind === "last").map(({ step }) => step)).toEqual([45, 40, 35]);
  expect(kept.filter(({ kind }) => kind === "best")).toHaveLength(1);
});

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { checkpointsFolder } from "../../../db/home";
import { readCheckpoint, sweepCheckpoints } from "../../../db/store/checkpoints/checkpoint-files";
import { listCheckpoints } from "../../../db/store/checkpoints/checkpoints";
import { changeStatus } from "../../../db/store/runs/runs";
import { decodeCheckpoint } from "../../../trainer/checkpoints/codec";
import { freshHome } from "../../setup/database";
import { aRun, runRow, startTrainer, until } from "../trainer-process";

// Real processes on a busy machine: the limit is for hanging, not for speed.
vi.setConfig({ testTimeout: 120_000 });

it("a trainer killed with -9 while it writes leaves checkpoints that are whole, and goes on from them, again and again", async () => {
  const home = freshHome();
  // A checkpoint at every step: it writes nearly all the time.
  const { db, runId } = aRun(
    {
      workload: "temporal-order-rnn",
      steps: 1_000_000,
      hidden: 200,
      sequenceLength: 10,
      batchSize: 2,
      checkpoints: { every: 1, keep: 2 },
      interventions: [{ name: "clip-global-norm" }],
    },
    home,
  );
  let last = 0;
  for (let attempt = 1; attempt <= 4; attempt += 1) {
    const trainer = startTrainer(home, ["--run", runId]);
    await until(
      () => runRow(db).attempt === attempt && (listCheckpoints(db, runId)[0]?.step ?? 0) > last + 10,
    );
    trainer.child.kill("SIGKILL");
    await trainer.exit;
    changeStatus(db, runId, { status: "lost" });

    const kept = listCheckpoints(db, runId);
    expect(kept.length).toBeGreaterThanOrEqual(2);
    for (const { sha256, step } of kept)
      expect(decodeCheckpoint(readCheckpoint(home, sha256))).toMatchObject({ runId, step });
    expect(kept[0]!.step).toBeGreaterThan(last);
    last = kept[0]!.step;
    // Points and the checkpoint of a step are stored at once: no checkpoint is ahead of its points.
    expect(runRow(db).step).toBeGreaterThanOrEqual(last);
  }
  // What a kill left between file and row goes when it is old, and nothing else does.
  const folder = checkpointsFolder(home);
  const files = () => readdirSync(folder).flatMap((prefix) => readdirSync(join(folder, prefix)));
  sweepCheckpoints(db, home, Date.now() + 2 * 3_600_000);
  const needed = new Set(listCheckpoints(db, runId).map(({ sha256 }) => `${sha256}.ckpt`));
  expect(new Set(files())).toEqual(needed);
});

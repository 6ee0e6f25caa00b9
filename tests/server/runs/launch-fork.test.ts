import { rmSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { RunConfig } from "../../../db/contract/run-config";
import { checkpointFile } from "../../../db/home";
import { writeCheckpoint } from "../../../db/store/checkpoints/checkpoint-files";
import { startRun } from "../../db/test-run";
import { procedures } from "../support/caller";

const config = RunConfig.parse({ workload: "ring-gan", steps: 1000 });

/** A run with checkpoints after 100 and 200 steps. */
function aParent() {
  const { call, ctx, db, launcher } = procedures();
  const run = startRun(db);
  const hashes = [100, 200].map((step) => {
    const bytes = Buffer.from(`state after ${step}`);
    const sha256 = writeCheckpoint(ctx.home, bytes);
    const checkpoint = { step, wallTimeMs: step, sha256, bytes: bytes.length, metric: null, keep: 3 };
    run.send({ checkpoints: [{ ...checkpoint, better: "higher" }] });
    return sha256;
  });
  const fileOf = (index: number) => checkpointFile(ctx.home, hashes[index]!);
  return { call, launcher, id: run.runId, fileOf };
}

test("a fork is queued, and parent and fork name each other", async () => {
  const { call, launcher, id } = aParent();
  const fork = await call.runs.fork({
    id,
    atStep: 199,
    config: RunConfig.parse({ ...config, discriminatorUpdates: 2 }),
  });
  expect(fork).toMatchObject({ step: 100, refused: [] });
  expect(launcher.woken).toBe(1);
  expect(await call.launches.queue()).toMatchObject([{ runId: fork.runId, position: 1 }]);
  const parent = await call.runs.get({ id });
  expect(parent.forks).toEqual([
    { runId: fork.runId, runName: `Fork of ${parent.name}, after step 100`, step: 100 },
  ]);
  const child = await call.runs.get({ id: fork.runId });
  expect(child.forkedFrom).toEqual({ runId: id, runName: parent.name, step: 100 });
  expect(child.command).toBe(`gradiometer fork ${id} --at-step 100 --set discriminatorUpdates=2`);
  expect(child.checkpoints).toMatchObject([{ kind: "start", step: 100, isThere: true }]);
});

test("a checkpoint whose file is gone or cut short is shown as such, and passed over", async () => {
  const { call, id, fileOf } = aParent();
  const shown = async () => (await call.runs.get({ id })).checkpoints.map(({ isThere }) => isThere);
  expect(await shown()).toEqual([true, true]);
  writeFileSync(fileOf(1), "state");
  expect(await shown()).toEqual([false, true]);
  rmSync(fileOf(0));
  expect(await shown()).toEqual([false, false]);
  const fork = await call.runs.fork({ id, atStep: 200, config });
  expect(fork).toMatchObject({
    step: 0,
    refused: [/step 200 .*damaged/, /step 100 .*no such file/].map((reason) => expect.stringMatching(reason)),
  });
});

test("another workload, another seed, networks of another shape and stabilizers that cannot be together are refused, and nothing is queued", async () => {
  const { call, id } = aParent();
  const fork = (change: object) =>
    call.runs.fork({ id, atStep: 200, config: RunConfig.parse({ ...config, ...change }) });
  await expect(fork({ seed: 1 })).rejects.toThrow(/parent's random streams \(seed 0\), got seed 1/);
  await expect(fork({ steps: 200 })).rejects.toThrow(/more steps than the checkpoint's 200, got steps=200/);
  await expect(
    call.runs.fork({ id, atStep: 200, config: RunConfig.parse({ workload: "temporal-order-rnn" }) }),
  ).rejects.toThrow(/parent's workload \(ring-gan\), got temporal-order-rnn/);
  await expect(fork({ hidden: 32 })).rejects.toThrow(
    /^hidden: the checkpoint after step 200 holds weights of networks with hidden=64, got hidden=32/,
  );
  await expect(fork({ generatorSchedule: { name: "plateau", metric: "lss" } })).rejects.toThrow(
    /generatorSchedule\.metric: Unknown series "lss"/,
  );
  const both = [{ name: "weight-clipping" }, { name: "spectral-normalization" }];
  await expect(fork({ interventions: both })).rejects.toThrow(/weight-clipping/);
  expect(await call.launches.queue()).toEqual([]);
});

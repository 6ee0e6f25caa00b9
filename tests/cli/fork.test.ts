import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { checkpointFile } from "../../db/home";
import { listCheckpoints } from "../../db/store/checkpoints/checkpoints";
import { emptyHome, freshDatabase } from "../setup/database";
import { logOf, measurementsOf } from "../trainer/trainer-process";
import { runCli } from "./run-cli";

/** A GAN trained for 40 steps with checkpoints after 20, 30 and 40. */
async function aParent() {
  const home = emptyHome();
  const settings = ["steps=40", "hidden=16", "sampleEvery=7", "checkpoints.every=10"];
  const words = ["train", "ring-gan", "--interventions", "wgan-gp", "--seed", "3", "--json"];
  const { stdout } = await runCli([...words, ...settings.flatMap((one) => ["--set", one])], { home });
  return { home, db: freshDatabase(home), id: JSON.parse(stdout).id as string };
}

test("a fork with its parent's config gives its parent's series from the fork on, bitwise", async () => {
  const { home, db, id } = await aParent();
  const { code, stdout, stderr } = await runCli(["fork", id, "--at-step", "29", "--json"], { home });
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining("forks") });
  const fork = JSON.parse(stdout);
  expect(fork).toMatchObject({ forkedFrom: { runId: id, step: 20 }, status: "finished", seed: 3, step: 40 });
  const later = [...measurementsOf(db, id)].filter(([point]) => Number(point.split(" ")[1]) > 20);
  expect(later.length).toBeGreaterThan(200);
  expect(measurementsOf(db, fork.id)).toEqual(new Map(later));

  const shown = (await runCli(["show", fork.id], { home })).stdout;
  expect(shown).toMatch(`${id} after step 20; earlier steps are that run's`);
  expect(shown).toMatch(`gradiometer fork ${id} --at-step 20\n`);
});

test("a fork with other settings keeps what both have, and its log says what is fresh and what was dropped", async () => {
  const { home, db, id } = await aParent();
  const one = ["fork", id, "--set", "steps=50", "--set", "discriminatorUpdates=1"];
  const words = [...one, "--set", "discriminatorOptimizer.name=sgd"];
  const more = [
    "--set",
    "discriminatorOptimizer.momentum=0.5",
    "--interventions",
    "wgan-gp+clip-global-norm",
  ];
  const { stdout } = await runCli([...words, ...more, "--json"], { home });
  const fork = JSON.parse(stdout);
  expect(fork).toMatchObject({ status: "finished", step: 50, forkedFrom: { step: 40 } });
  expect(fork.command).toBe(
    `gradiometer fork ${id} --at-step 40 --interventions wgan-gp:coefficient=1+clip-global-norm:maxNorm=1 --set steps=50 --set discriminatorOptimizer.name=sgd --set discriminatorOptimizer.momentum=0.5 --set discriminatorUpdates=1`,
  );
  const log = logOf(db);
  expect(log).toMatch(`A fork of run ${id} after step 40: kept `);
  expect(log).toMatch("fresh: discriminator/optimizer/velocity; dropped: discriminator/optimizer/mean,");
  // Same weights, data and noise: the critic's estimate of a step is taken before its update can differ.
  const plain = JSON.parse((await runCli([...one, "--json"], { home })).stdout);
  const estimate = (runId: string) => measurementsOf(db, runId).get("wasserstein_estimate 41");
  expect(estimate(fork.id)).toBeDefined();
  expect(estimate(fork.id)).toBe(estimate(plain.id));
});

test("a fork before the first checkpoint starts as its parent did", async () => {
  const { home, db, id } = await aParent();
  const { stdout, stderr } = await runCli(["fork", id, "--at-step", "5", "--json"], { home });
  expect(stderr).toContain("from its start: it has no checkpoint so early");
  expect(measurementsOf(db, JSON.parse(stdout).id)).toEqual(measurementsOf(db, id));
});

test("from the start, where there are no weights yet, the networks may have other shapes", async () => {
  const { home, id } = await aParent();
  const words = ["fork", id, "--at-step", "5", "--set", "hidden=8", "--set", "steps=5", "--json"];
  expect(JSON.parse((await runCli(words, { home })).stdout)).toMatchObject({ status: "finished", step: 5 });
});

test("a damaged checkpoint is passed over for the one before it", async () => {
  const { home, db, id } = await aParent();
  writeFileSync(checkpointFile(home, listCheckpoints(db, id)[0]!.sha256), "damaged");
  const { stdout, stderr } = await runCli(["fork", id, "--json"], { home });
  expect(stderr).toMatch(/The checkpoint of step 40 is passed over: .* is damaged: its 7 bytes/);
  expect(JSON.parse(stdout).forkedFrom).toMatchObject({ step: 30 });
});

test("--guard gives a fork guardrails of its own, and takes its parent's away", async () => {
  const { home, id } = await aParent();
  const fork = async (...words: string[]) => {
    const { stdout, stderr } = await runCli(["fork", ...words, "--json"], { home });
    return stdout ? JSON.parse(stdout) : stderr;
  };
  const guarded = await fork(id, "--guard", "non-finite:stop", "--set", "steps=42");
  expect(guarded.config?.guardrails, guarded).toMatchObject([{ on: "non-finite", action: "stop" }]);
  const free = await fork(guarded.id, "--guard", "none", "--set", "steps=44");
  expect(free.config?.guardrails, free).toEqual([]);
});

test("what cannot be forked is refused with the reason", async () => {
  const { home, db, id } = await aParent();
  const refused = async (...words: string[]) => {
    const { code, stderr } = await runCli(["fork", ...words], { home });
    return { code, stderr };
  };
  expect(await refused("nowhere")).toMatchObject({ code: 4 });
  expect(await refused(id, "--set", "seed=4")).toEqual({
    code: 2,
    stderr: expect.stringContaining("goes on with its parent's random streams (seed 3), got seed 4"),
  });
  expect(await refused(id)).toEqual({
    code: 2,
    stderr: expect.stringContaining("Expected more steps than the checkpoint's 40, got steps=40"),
  });
  expect(await refused(id, "--set", "hidden=16.5")).toMatchObject({ code: 2 });
  const shapes = ["--set", "steps=50", "--set", "hidden=8", "--set", "layers=2"];
  expect(await refused(id, ...shapes)).toEqual({
    code: 2,
    stderr: expect.stringContaining(
      "hidden: the checkpoint after step 40 holds weights of networks with hidden=16, got hidden=8; nor do they fit layers=2. Leave what shapes the networks as it is, or train a new run with it",
    ),
  });
  expect(db.sqlite.prepare("SELECT count(*) FROM run").pluck().get()).toBe(1);
});

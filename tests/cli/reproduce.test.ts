import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { appendPoints } from "../../db/store/points/append-points";
import { withLedger } from "../../db/store/series/series-ledger";
import { storedPoints } from "../db/stored-points";
import { emptyHome, freshDatabase } from "../setup/database";
import { runCli } from "./run-cli";

const trained = async (home: string, ...words: string[]) =>
  JSON.parse((await runCli(["train", "temporal-order-rnn", ...words, "--json"], { home })).stdout)
    .id as string;

test("a run comes out bitwise equal, and its record says all that decides that", async () => {
  const home = emptyHome();
  const id = await trained(home, "--set", "steps=40", "--seed", "2");
  const { code, stdout } = await runCli(["reproduce", id], { home });
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: expect.stringMatching(
      new RegExp(`^Run \\w+ is bitwise equal to ${id} over \\d+ series, \\d+ points.\\n$`),
    ),
  });
  const points = Number(/(\d+) points/.exec(stdout)?.[1]);
  const stored = storedPoints(freshDatabase(home), id);
  expect(points).toBe(stored.filter(({ name }) => name !== "step_time" && name !== "probe_time").length);

  const { environment } = JSON.parse((await runCli(["show", id, "--json"], { home })).stdout);
  expect(environment).toMatchObject({
    codeVersion: expect.stringMatching(/^\d+\.\d+\.\d+ build [0-9a-f]{12}$/),
    packages: {
      "@tensorflow/tfjs": expect.stringMatching(/^\d/),
      "better-sqlite3": expect.stringMatching(/^\d/),
    },
    os: expect.stringMatching(/\w+ \d/),
    configHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    data: "generated: temporal order sequenceLength=30",
    dataHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    commandLine: "gradiometer train temporal-order-rnn --set steps=40 --seed 2 --json",
  });
});

test("a run that was stopped is repeated as far as it went, and a fork from its checkpoint", async () => {
  const home = emptyHome();
  const words = [
    "train",
    "temporal-order-rnn",
    "--set",
    "steps=5000",
    "--set",
    "checkpoints.every=10",
    "--json",
  ];
  const stopped = JSON.parse((await runCli(words, { home, signalAfter: /steps\/s/ })).stdout);
  expect(stopped.status).toBe("cancelled");
  const again = await runCli(["reproduce", stopped.id, "--json"], { home });
  expect(again.code).toBe(0);
  expect(JSON.parse(again.stdout)).toMatchObject({ equal: true, lastStep: stopped.step, circumstances: [] });

  const settings = ["--set", `steps=${stopped.step + 10}`, "--interventions", "clip-global-norm"];
  const fork = JSON.parse((await runCli(["fork", stopped.id, ...settings, "--json"], { home })).stdout);
  expect(fork).toMatchObject({ status: "finished", forkedFrom: { runId: stopped.id } });
  const forkAgain = await runCli(["reproduce", fork.id, "--json"], { home });
  expect(JSON.parse(forkAgain.stdout)).toMatchObject({ equal: true, lastStep: stopped.step + 10 });
});

test("the first difference is told with series, step and both values", async () => {
  const home = emptyHome();
  const id = await trained(home, "--set", "steps=12");
  const db = freshDatabase(home);
  const step = [9, 10, 11, 12];
  const other = { step, wallTimeMs: step, value: step.map(() => 7.5) };
  expect(withLedger(db, (ledger) => appendPoints(db, ledger, id, { "loss/rnn": other }))).toEqual({
    points: 4,
    replaced: 4,
  });
  const { code, stdout } = await runCli(["reproduce", id], { home });
  expect(code).toBe(3);
  expect(stdout).toMatch(/differs from \w+: first in loss\/rnn at step 9: 7\.5 then, \d\.\d+ now/);
  expect(stdout).toContain("were the same");
});

test("another backend is named as what was different", async () => {
  const home = emptyHome();
  const id = await trained(home, "--set", "steps=30", "--backend", "wasm");
  const { code, stdout } = await runCli(["reproduce", id, "--backend", "cpu", "--json"], { home });
  const verdict = JSON.parse(stdout);
  expect(verdict.circumstances).toContain("backend: then wasm, now cpu");
  expect(verdict.equal).toBe(code === 0);
  expect(verdict.equal).toBe(false);
});

test("a module that has changed since is named as what was different, and one that is gone is asked back", async () => {
  const home = emptyHome();
  const path = join(home, "draw.ts");
  const write = (value: string) =>
    writeFileSync(
      path,
      `import { defineWorkload, mlp, tf } from "gradiometer";
      export default defineWorkload({ kind: "supervised", name: "drawn", defaults: { steps: 3 }, create: ({ build }) => ({
        network: build("model", [2], mlp([], 1)), loss: "squared-error",
        draw: (count) => ({ inputs: tf.fill([count, 2], ${value}), targets: tf.ones([count, 1]) }) }) });`,
    );
  write("1");
  const { id, environment } = JSON.parse((await runCli(["train", path, "--json"], { home })).stdout);
  expect(environment.data).toMatch(/^generated: drawn code=[0-9a-f]{64} settings=\{\}$/);
  write("2");
  const again = JSON.parse((await runCli(["reproduce", id, "--json"], { home })).stdout);
  expect(again).toMatchObject({
    equal: false,
    circumstances: [
      expect.stringMatching(/^data: then generated: drawn code=.*, now generated: drawn code=/),
    ],
  });
  rmSync(path);
  for (const command of ["reproduce", "fork"])
    expect(await runCli([command, id], { home })).toMatchObject({
      code: 2,
      stderr: `Run "${id}" trains ${path}, and there is no such file any more: put the module back there first\n`,
    });
  expect(freshDatabase(home).sqlite.prepare("SELECT count(*) FROM run").pluck().get()).toBe(2);
});

test("what cannot be repeated is refused", async () => {
  const home = emptyHome();
  const id = await trained(home, "--set", "steps=2");
  const db = freshDatabase(home);
  db.sqlite.prepare("UPDATE run SET status = 'queued' WHERE id = ?").run(id);
  expect(await runCli(["reproduce", id], { home })).toMatchObject({
    code: 5,
    stderr: expect.stringContaining("is queued; reproduce it when it has ended"),
  });
  db.sqlite.prepare("UPDATE run SET status = 'crashed', step = NULL WHERE id = ?").run(id);
  expect(await runCli(["reproduce", id], { home })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("recorded no step"),
  });
  expect(await runCli(["reproduce", "nowhere"], { home })).toMatchObject({ code: 4 });
});

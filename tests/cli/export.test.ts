import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { columnsOf, startRun } from "../db/test-run";
import { freshDatabase, freshHome } from "../setup/database";
import { runCli } from "./run-cli";

test("runs are written as one file each, to stdout, or to a folder that TensorBoard takes", async () => {
  const home = freshHome();
  const db = freshDatabase(home);
  const [first, second] = [startRun(db), startRun(db)];
  for (const { send } of [first, second]) send({ series: { loss: columnsOf([[1, 2]]) } });

  const out = await runCli(["export", first.runId, "--format", "jsonl", "--out", "-"], { home });
  expect(out).toMatchObject({ code: 0, stdout: '{"step":1,"wallTimeMs":0.25,"metrics":{"loss":2}}\n' });

  const all = await runCli(["export", "--all", "--out", "files", "--json"], { home });
  expect(JSON.parse(all.stdout)).toHaveLength(2);
  expect(readdirSync(join(home, "files")).sort()).toEqual(
    [`${first.runId}.csv`, `${second.runId}.csv`].sort(),
  );
  expect(readFileSync(join(home, "files", `${first.runId}.csv`), "utf8")).toBe(
    "step,wallTimeMs,series,value\n1,0.25,loss,2\n",
  );

  await runCli(["export", first.runId, "--format", "tensorboard", "--out", "tb"], { home });
  expect(readdirSync(join(home, "tb", first.runId))).toEqual([
    expect.stringMatching(/^events\.out\.tfevents\.\d+\./),
  ]);

  second.send({ series: { other: columnsOf([[3, 1]]) } });
  const some = await runCli(["export", "--all", "--series", "oth*", "--out", "some/"], { home });
  expect(some).toMatchObject({ code: 0 });
  expect(some.stderr).toContain(`Run ${first.runId} has no series that matches "oth*"`);
  expect(readdirSync(join(home, "some"))).toEqual([`${second.runId}.csv`]);

  const none = await runCli(["export"], { home });
  expect(none).toMatchObject({ code: 2, stdout: "" });
  expect(none.stderr).toContain("--all");
});

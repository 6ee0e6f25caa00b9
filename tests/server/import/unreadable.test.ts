import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { getRun } from "../../../db/store/runs/runs";
import { followPaths } from "../../../server/import/follow-paths";
import { importPlace, pointsOf } from "./import-here";

const history = (losses: number[]) =>
  JSON.stringify({ log_history: losses.map((loss, step) => ({ step, loss })), max_steps: 10 });

test("one file that cannot be read is told and leaves the other runs of its folder alone", () => {
  const { db, folder, write, import: importAll } = importPlace();
  write("a.csv", "step,loss\n0,1\n");
  write("cut/trainer_state.json", history([1, 2]).slice(0, 30));
  write("ok/trainer_state.json", `\uFEFF${history([1, 2])}`);
  const runs = importAll(folder);
  expect(runs).toMatchObject([
    { name: "a", points: 1 },
    { name: "cut", points: 0, isThere: false, unread: { code: "invalid" } },
    { name: "ok", points: 2 },
  ]);
  expect(runs[1]!.unread!.message).toMatch(/cut\/trainer_state\.json: expected the JSON .* was it cut off\?/);
  expect(getRun(db, runs[2]!.runId).status).toBe("finished");
});

test("a file that was written anew is told, and the others are still read", () => {
  const { folder, write, import: importAll } = importPlace();
  write("a.csv", "step,loss\n0,1\n1,2\n");
  write("b.csv", "step,loss\n0,1\n");
  importAll(folder);
  write("a.csv", "step,loss\n0,1\n1,3\n2,4\n");
  write("b.csv", "step,loss\n0,1\n1,2\n");
  expect(importAll(folder)).toMatchObject([{ points: 0, unread: { code: "conflict" } }, { points: 1 }]);
});

test("a pipe, a device and links that lead nowhere or in a circle are no files to wait for", () => {
  const { folder, write, import: importAll } = importPlace();
  write("a.csv", "step,loss\n0,1\n");
  execFileSync("mkfifo", [join(folder, "pipe.csv")]);
  symlinkSync(join(folder, "gone"), join(folder, "gone.csv"));
  symlinkSync(folder, join(folder, "circle"));
  expect(() => importAll(join(folder, "pipe.csv"))).toThrow(
    /expected a file or a folder, got a pipe or a device/,
  );
  expect(() => importAll("/dev/null")).toThrow(/expected a file or a folder/);
  expect(importAll(folder)).toMatchObject([{ name: "a", points: 1 }]);
});

test("a folder is followed from before there is anything in it, over a file that is half written, until it is removed", async () => {
  const { db, home, folder, write } = importPlace();
  const stop = new AbortController();
  const unread: string[] = [];
  const changed: string[] = [];
  const following = followPaths(
    { db, home },
    { paths: [folder] },
    {
      signal: stop.signal,
      onBatch: () => {},
      onUnread: ({ message }) => unread.push(message),
      onRound: (runs) => changed.push(...runs.map(({ name, points }) => `${name} ${points}`)),
    },
  );
  const state = join(folder, "out/checkpoint-1/trainer_state.json");
  const until = async (holds: () => boolean) => {
    while (!holds()) await sleep(20);
  };
  mkdirSync(dirname(state), { recursive: true });
  writeFileSync(state, history([1, 2, 3]).slice(0, -9));
  await until(() => unread.length > 0);
  writeFileSync(state, history([1, 2, 3]));
  write("b.csv", "step,loss\n0,1\n");
  await until(() => changed.length === 2);
  rmSync(folder, { recursive: true });
  await until(() => unread.length > 1);
  stop.abort();
  const runs = await following;
  expect(changed.sort()).toEqual(["b 1", "out 3"]);
  expect(unread[0]).toMatch(/was it cut off/);
  expect(unread[1]).toMatch(/no such file or folder/);
  for (const { runId } of runs) expect(getRun(db, runId).status).toBe("finished");
  expect(pointsOf(db, runs.find(({ name }) => name === "out")!.runId, "loss")).toHaveLength(3);
});

test("a path that was never there ends the following", async () => {
  const { db, home, folder } = importPlace();
  const nothing = { onBatch: () => {}, onUnread: () => {}, onRound: () => {} };
  const following = followPaths(
    { db, home },
    { paths: [join(folder, "gone")] },
    { signal: new AbortController().signal, ...nothing },
  );
  await expect(following).rejects.toThrow(/there is no such file or folder/);
});

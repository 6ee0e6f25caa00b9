import pino from "pino";
import { expect, test } from "vitest";
import { listEpisodes } from "../../../db/store/episodes/list-episodes";
import { changeStatus } from "../../../db/store/runs/runs";
import { createMonitor } from "../../../server/monitor/follow-runs";
import { freshDatabase, freshHome } from "../../setup/database";
import { recordRun } from "../support/record";

const quiet = pino({ level: "silent" });
const secondMs = 1000;

/** A run that writes a point each so many seconds, seen by a monitor with a clock that the test moves. */
function watchedRun(everySeconds: number) {
  const home = freshHome();
  const trainer = freshDatabase(home);
  const watching = freshDatabase(home);
  let now = 0;
  const start = () => createMonitor(watching, quiet, () => now);
  let monitor = start();
  const run = recordRun(trainer);
  const round = () => {
    while (monitor.round());
  };
  return {
    run,
    trainer,
    write(times: number) {
      for (let time = 0; time < times; time++) {
        now += everySeconds * secondMs;
        run.append([1]);
        round();
      }
    },
    wait(seconds: number) {
      now += seconds * secondMs;
      round();
    },
    restart() {
      monitor = start();
      round();
    },
    stalls: () => listEpisodes(trainer).filter(({ kind }) => kind === "stalled_run"),
  };
}

test("a run that writes nothing for many times its usual interval is told stalled, until it writes again", () => {
  const { write, wait, stalls } = watchedRun(5);
  write(20);
  wait(99);
  expect(stalls()).toEqual([]);
  wait(2);
  expect(stalls()).toMatchObject([{ startStep: 19, state: "open", severity: "warning" }]);
  expect(stalls()[0]?.evidence.sentence).toBe(
    "nothing was written for 101 s after step 19; usually something comes within 5 s, at the longest within 5 s",
  );
  wait(3600);
  expect(stalls()).toHaveLength(1);
  write(1);
  expect(stalls()).toMatchObject([{ startStep: 19, state: "closed" }]);
});

test("a minute of silence is none, however fast a run writes, nor three times a pause that it has made before", () => {
  const { write, wait, stalls } = watchedRun(0.5);
  write(10);
  wait(59);
  expect(stalls()).toEqual([]);
  write(1);
  wait(150);
  expect(stalls()).toEqual([]);
  wait(40);
  expect(stalls()).toHaveLength(1);
});

test("a run that pauses or has ended is silent by right, and one that stalls ends its stall with it", () => {
  const { run, trainer, write, wait, stalls } = watchedRun(1);
  write(20);
  changeStatus(trainer, run.id, { status: "paused" });
  wait(600);
  expect(stalls()).toEqual([]);
  changeStatus(trainer, run.id, { status: "running" });
  write(10);
  wait(600);
  expect(stalls()).toMatchObject([{ state: "open" }]);
  run.end("finished");
  wait(1);
  expect(stalls()).toMatchObject([{ state: "closed" }]);
});

test("after a restart silence is judged anew, and a stall that was told goes on until points come", () => {
  const { write, wait, restart, stalls } = watchedRun(1);
  write(700);
  wait(300);
  restart();
  wait(900);
  expect(stalls()).toMatchObject([{ state: "open" }]);
  write(1);
  expect(stalls()).toMatchObject([{ state: "closed", startStep: 699 }]);
});

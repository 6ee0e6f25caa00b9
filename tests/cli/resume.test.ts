import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { checkpointFile } from "../../db/home";
import { listCheckpoints } from "../../db/store/checkpoints/checkpoints";
import { changeStatus } from "../../db/store/runs/runs";
import { emptyHome, freshDatabase } from "../setup/database";
import { measurementsOf } from "../trainer/trainer-process";
import { runCli } from "./run-cli";

const trained = ["train", "temporal-order-rnn", "--json"];
const short = [...trained, "--set", "steps=400"];

test("resume ends a cancelled run with the series it would have had, and is refused where nothing is left to do", async () => {
  const home = emptyHome();
  const stopped = await runCli(short, { home, signalAfter: /steps\/s/ });
  expect(stopped.code).toBe(130);
  const { id, step } = JSON.parse(stopped.stdout);
  const resumed = await runCli(["resume", id, "--json"], { home });
  expect(resumed).toMatchObject({ code: 0, stderr: expect.stringContaining(`Run ${id} goes on`) });
  expect(JSON.parse(resumed.stdout)).toMatchObject({ id, status: "finished", step: 400, attempt: 2 });
  expect(step).toBeLessThan(400);

  const whole = JSON.parse((await runCli(short, { home })).stdout);
  const db = freshDatabase(home);
  expect(measurementsOf(db, id)).toEqual(measurementsOf(db, whole.id));

  expect(await runCli(["resume", id], { home })).toMatchObject({
    code: 5,
    stderr: expect.stringContaining("has finished; to train it further, fork it"),
  });
  db.sqlite.prepare("UPDATE run SET status = 'diverged' WHERE id = ?").run(id);
  expect((await runCli(["resume", id], { home })).stderr).toContain("would do so again at the same step");
  expect(await runCli(["resume", "nowhere"], { home })).toMatchObject({ code: 4 });
});

test("a run whose trainer vanished with nobody to see it is found lost, and goes on", async () => {
  const home = emptyHome();
  const { id } = JSON.parse((await runCli(short, { home, signalAfter: /records into/ })).stdout);
  const db = freshDatabase(home);
  changeStatus(db, id, { status: "running" }, { from: ["cancelled"] });
  // A process that was never there.
  db.sqlite.prepare("UPDATE run SET pid = 4194304, pid_started_at = 1 WHERE id = ?").run(id);
  expect(await runCli(["resume", id], { home })).toMatchObject({ code: 0 });
});

test("a damaged checkpoint is passed over, and what is said of the one before it is true", async () => {
  const home = emptyHome();
  const words = [...trained, "--set", "steps=20", "--set", "checkpoints.every=2"];
  const { id } = JSON.parse((await runCli(words, { home })).stdout);
  const db = freshDatabase(home);
  // As if it had been stopped at its last step: a signal may come after it.
  db.sqlite.prepare("UPDATE run SET status = 'cancelled' WHERE id = ?").run(id);
  const [latest, before] = listCheckpoints(db, id).filter(({ kind }) => kind === "last");
  writeFileSync(checkpointFile(home, latest!.sha256), "damaged");
  const { code, stderr } = await runCli(["resume", id], { home });
  expect({ code, stderr }).toEqual({
    code: 0,
    stderr: expect.stringContaining(`The checkpoint of step ${latest!.step} is passed over`),
  });
  expect(stderr).toContain(`Run ${id} goes on after step ${before!.step}, to step 20`);
  const log = db.sqlite.prepare("SELECT text FROM log_line WHERE attempt = 2").pluck().all();
  expect(log).toContain(`Goes on after step ${before!.step} from its checkpoint`);
});

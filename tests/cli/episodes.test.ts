import { expect, test } from "vitest";
import { upsertEpisode } from "../../db/store/episodes/episodes";
import { anEpisode } from "../db/an-episode";
import { startRun } from "../db/test-run";
import { freshDatabase, freshHome } from "../setup/database";
import { runCli } from "./run-cli";

test("episodes lists those of all runs by kind, severity, state and run", async () => {
  const home = freshHome();
  const db = freshDatabase(home);
  const [first, second] = [startRun(db).runId, startRun(db).runId];
  upsertEpisode(db, first, anEpisode());
  upsertEpisode(db, second, anEpisode({ kind: "vanishing_gradient", severity: "critical", state: "closed" }));
  const listed = async (...options: string[]) =>
    (JSON.parse((await runCli(["episodes", "--json", ...options], { home })).stdout) as { runId: string }[])
      .map(({ runId }) => runId)
      .sort();
  expect(await listed()).toEqual([first, second].sort());
  expect(await listed("--kind", "vanishing_gradient", "--severity", "critical")).toEqual([second]);
  expect(await listed("--state", "open")).toEqual([first]);
  expect(await listed("--run", second, "--state", "open")).toEqual([]);
  const { stdout } = await runCli(["episodes"], { home });
  expect(stdout).toMatch(/warning +exploding_gradient +gradient_norm\/discriminator +10–12 +1200 +open/);
});

test("episodes names the nearest kind where one is misspelled", async () => {
  const { code, stderr } = await runCli(["episodes", "--kind", "exploding_gradeint"], { home: freshHome() });
  expect(stderr).toContain('"exploding_gradeint"');
  expect(stderr).toContain("exploding_gradient");
  expect(code).toBe(2);
});

test("a very long series name leaves the other columns on the screen, and keeps the end that tells layers apart", async () => {
  const home = freshHome();
  const db = freshDatabase(home);
  const series = `grad_norm/${"module.".repeat(30)}слой.7.weight`;
  upsertEpisode(db, startRun(db).runId, anEpisode({ series }));
  const { stdout } = await runCli(["episodes"], { home });
  expect(stdout).toMatch(/grad_norm\/module\.module…[a-z.]+слой\.7\.weight +10–12/);
});

import pino from "pino";
import { expect, test } from "vitest";
import { listEpisodes } from "../../db/store/episodes/list-episodes";
import { createMonitor } from "../../server/monitor/follow-runs";
import { recordRun, spikedNorms } from "../server/support/record";
import { freshDatabase, freshHome } from "../setup/database";
import { runCli } from "./run-cli";

function anEndedRun() {
  const home = freshHome();
  const db = freshDatabase(home);
  const run = recordRun(db);
  run.append(spikedNorms(400, 300, 302));
  run.end("finished");
  const judge = () => {
    const monitor = createMonitor(freshDatabase(home), pino({ level: "silent" }));
    while (monitor.round());
    return listEpisodes(db, { kinds: ["exploding_gradient"] }).map(({ startStep }) => startStep);
  };
  return { runId: run.id, judge, cli: (...words: string[]) => runCli(words, { home }) };
}

test("series are listed with their roles, and one is left out and taken in again", async () => {
  const { runId, judge, cli } = anEndedRun();
  expect(judge()).toEqual([300]);
  expect((await cli("roles", runId)).stdout).toMatch(/gradient_norm\/rnn +gradient-norm:rnn +its name/);
  const left = await cli("roles", runId, "--set", "gradient_norm/rnn=none", "--author", "ada");
  expect(left.stdout).toMatch(/gradient_norm\/rnn +none +ada/);
  expect(left.stderr).toMatch(/No series is known to be its gradient norm/);
  expect(judge()).toEqual([]);
  expect((await cli("diagnose", runId)).stdout).toMatch(/no gradient norm/);
  await cli("roles", runId, "--reset", "gradient_norm/rnn");
  expect(judge()).toEqual([300]);
  expect(await cli("roles", runId, "--set", "x=gradent-norm")).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/did you mean "gradient-norm"/),
  });
  expect((await cli("roles", runId, "--set", "later=loss")).stderr).toMatch(/no series "later" so far/);
});

test("thresholds are kept, hold for diagnoses and backtests of stored runs, and are reset", async () => {
  const { runId, judge, cli } = anEndedRun();
  expect(judge()).toEqual([300]);
  expect((await cli("thresholds")).stderr).toMatch(/The defaults hold/);
  const values = ["jumpRatio", "witnessedRatio", "earlyRatio"].map(
    (name) => `exploding-gradient.${name}=1e9`,
  );
  const kept = await cli("thresholds", "keep", ...values, "--author", "ada");
  expect(kept.stdout).toMatch(/exploding-gradient\.jumpRatio +1000000000 +3 +all workloads +ada/);
  expect(judge()).toEqual([300]);
  expect((await cli("diagnose", runId)).stderr).toMatch(
    /judged by exploding-gradient\.earlyRatio=1000000000/,
  );
  expect((await cli("backtest", "--runs", "")).stdout).not.toMatch(/exploding_gradient +1/);
  const reset = await cli("thresholds", "reset", "--stored");
  expect(reset.stderr).toMatch(/1 run is judged anew/);
  expect(judge()).toEqual([300]);
  expect((await cli("backtest", "--runs", "")).stdout).toMatch(/exploding_gradient +1/);
  expect(JSON.parse((await cli("thresholds", "--json")).stdout)).toEqual([]);
});

test("thresholds of one workload are its own, and what there is not is refused", async () => {
  const { cli } = anEndedRun();
  const kept = await cli("thresholds", "keep", "plateau.gainShare=0.1", "--workload", "ring-gan", "--json");
  expect(JSON.parse(kept.stdout)).toMatchObject([
    { workload: "ring-gan", detector: "plateau", name: "gainShare", value: 0.1, standard: 0.05 },
  ]);
  expect((await cli("thresholds", "reset")).stderr).toMatch(/Nothing of that is kept/);
  expect(
    await cli("thresholds", "keep", "exploding-gradient.jumpZ=8", "--workload", "ring-gam"),
  ).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/did you mean "ring-gan"/),
  });
  expect((await cli("thresholds", "keep", "jumpZ=8")).stderr).toMatch(/Expected the detector/);
});

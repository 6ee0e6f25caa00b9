import { expect, test } from "vitest";
import { emptyHome } from "../setup/database";
import { runCli } from "./run-cli";

const compared = ["compare", "temporal-order-rnn", "--arms", "none,clip-global-norm"];
const small = [...compared, "--set", "steps=15"];

test("compare trains its queue with no server and ends with the outcome table and a verdict", async () => {
  const { code, stdout, stderr } = await runCli([...small, "--seeds", "2"], { home: emptyHome() });
  expect(stderr).toContain("training 4 runs here");
  expect(stdout).toMatch(/arm +n +mean +95 % interval/);
  expect(stdout).toMatch(/clip-global-norm +2 /);
  expect(stdout).toMatch(/Verdict: .*[Tt]oo few seeds/);
  expect(code).toBe(0);
});

test("Ctrl-C cancels what trains and what waits", async () => {
  const home = emptyHome();
  const long = [...compared, "--set", "steps=100000", "--seeds", "3", "--slots", "1", "--json"];
  const { code, stdout } = await runCli(long, { home, signalAfter: /training 6 runs here/ });
  expect(code).toBe(130);
  const experiment = JSON.parse(stdout);
  expect(experiment.runs).toMatchObject({ cancelled: 6, queued: 0, running: 0 });
});

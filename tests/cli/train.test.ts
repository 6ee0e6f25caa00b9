import { expect, test } from "vitest";
import { readSeries } from "../../db/store/series/read-series";
import { emptyHome, freshDatabase } from "../setup/database";
import { runCli } from "./run-cli";

const short = ["train", "temporal-order-rnn", "--set", "steps=20"];

test("train records every step with no server running, and prints the run as JSON", async () => {
  const home = emptyHome();
  const { code, stdout, stderr } = await runCli([...short, "--seed", "3", "--name", "a trial", "--json"], {
    home,
  });
  expect(stderr).toContain("records into");
  expect(code).toBe(0);
  const run = JSON.parse(stdout);
  expect(run).toMatchObject({
    name: "a trial",
    status: "finished",
    seed: 3,
    step: 20,
    totalSteps: 20,
    attempt: 1,
  });
  expect(run.environment.backend).toBe(run.backend);
  const [norm] = readSeries(freshDatabase(home), { runId: run.id, names: ["gradient_norm/rnn"] });
  expect(norm).toMatchObject({ exact: true, count: 20 });
});

test("two trainings that begin at once in a new home both record there", async () => {
  const home = emptyHome();
  const both = await Promise.all(
    ["1", "2"].map((seed) => runCli([...short, "--seed", seed, "--json"], { home })),
  );
  for (const { code, stdout, stderr } of both) {
    expect(code, stderr).toBe(0);
    const { id } = JSON.parse(stdout);
    const [norm] = readSeries(freshDatabase(home), { runId: id, names: ["gradient_norm/rnn"] });
    expect(norm?.count).toBe(20);
  }
});

test("a diverging run ends with its own exit code and the step", async () => {
  const home = emptyHome();
  const diverging = [
    ...["train", "ring-gan", "--set", "steps=60", "--set", "layers=2", "--set", "hidden=16"],
    ...["--set", "discriminatorOptimizer.name=sgd", "--set", "discriminatorOptimizer.learningRate=900"],
  ];
  const { code, stdout } = await runCli(diverging, { home });
  expect(stdout).toMatch(/Status +diverged: .*step \d+/);
  expect(code).toBe(3);
});

test("Ctrl-C ends the training as cancelled, and what it recorded stays", async () => {
  const home = emptyHome();
  const long = ["train", "temporal-order-rnn", "--set", "steps=100000", "--json"];
  const { code, stdout } = await runCli(long, { home, signalAfter: /records into/ });
  expect(code).toBe(130);
  expect(JSON.parse(stdout).status).toBe("cancelled");
});

test("show, runs and cancel read what train recorded", async () => {
  const home = emptyHome();
  const { id } = JSON.parse((await runCli([...short, "--json"], { home })).stdout);
  const runs = await runCli(["runs"], { home });
  expect(runs.stdout).toContain(id);
  const show = await runCli(["show", id], { home });
  expect(show.stdout).toMatch(/gradient_norm\/rnn +[▁-█×]{20}/);
  expect(show.stdout).toContain("gradiometer train temporal-order-rnn --set steps=20");
  const cancel = await runCli(["cancel", id], { home });
  expect(cancel).toMatchObject({ code: 5, stderr: expect.stringContaining("has ended already (finished)") });
});

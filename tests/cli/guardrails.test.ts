import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunDetail, RunRow } from "../../db/contract/read-models";
import { runCli } from "./run-cli";

/** Real processes: a trainer that waits, and a person at another terminal. */
describe("guardrails from the command line", () => {
  let home: string;
  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), "gradiometer-guard-"));
  });
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  const cli = (...args: string[]) => runCli(args, { home, env: { GRADIOMETER_BACKEND: "wasm" } });
  const json = async <Result>(...args: string[]): Promise<Result> =>
    JSON.parse((await cli(...args, "--json")).stdout) as Result;
  /** A critic without any bound: its norm grows from step 12 on, and is told at step 39. */
  const exploding = ["train", "ring-gan", "--set", "steps=45", "--set", "sampleEvery=0", "--seed", "0"];

  it("pause a run until it is continued, and change none of its numbers", { timeout: 90_000 }, async () => {
    const training = cli(...exploding, "--name", "paused", "--guard", "exploding:pause", "--json");
    let ended = false;
    void training.then(() => {
      ended = true;
    });
    const seen: string[] = [];
    while (!ended) {
      const { rows = [] } = (await json<{ rows: RunRow[] }>("runs").catch(() => ({ rows: [] }))) as {
        rows?: RunRow[];
      };
      const [run] = rows;
      if (run?.status === "paused") {
        seen.push(run.message ?? "");
        expect((await json<RunDetail>("show", run.id)).verdict).toMatch(/^Not judged yet: no server runs/);
        expect((await cli("continue", run.id)).stdout).toContain("continues");
        while (!ended && (await json<RunDetail>("show", run.id)).status === "paused") await sleep(100);
      } else await sleep(100);
    }
    const { code, stdout, stderr } = await training;
    expect(code).toBe(0);
    expect(seen[0]).toMatch(/^Paused by the guardrail exploding:pause at step 39: gradient_norm\//);
    expect(stderr).toContain("Let it continue: gradiometer continue");
    const paused = JSON.parse(stdout) as RunDetail;
    expect(paused).toMatchObject({ status: "finished", message: null, step: 45 });
    expect(paused.guardActions[0]).toMatchObject({ step: 39, on: "exploding", action: "pause" });

    const plain = await json<RunDetail>(...exploding);
    const numbers = ({ series }: RunDetail) =>
      series.filter(({ group }) => group !== "System").map(({ name, lastValue }) => [name, lastValue]);
    expect(numbers(paused)).toEqual(numbers(plain));
    expect((await cli("continue", paused.id)).stderr).toContain("is finished, not paused");
  });

  it("stop a run as diverged, and show lists what was done and why", { timeout: 60_000 }, async () => {
    const { code, stdout } = await cli(...exploding, "--guard", "exploding:stop");
    expect(code).toBe(3);
    expect(stdout).toContain("diverged: Stopped by the guardrail exploding:stop at step 39");
    expect(stdout).toMatch(/Guardrails\n.*step.*\n *39 {2}exploding {2}stop/);
    expect(stdout).toContain("--set guardrails=exploding:stop:severity=warning");
  });

  it.each([
    ["explodign:stop", 'did you mean "exploding"?'],
    ["exploding:retreet", 'did you mean "retreat"?'],
    ["exploding:retreat:limit=1:limit=2", "sets limit twice; keep one."],
    ["exploding:skip", 'did you mean "skip-step"?'],
    ["exploding", "actions are pause, retreat, skip-step, stop"],
    ["exploding:retreat:factor=2", 'Unknown setting "factor"'],
    ["exploding:retreat:rateFactor=2", "rateFactor: expected a number of at most 1, got 2"],
    ["vanishing:skip-step", "expected one of exploding, non-finite"],
    ["exploding:stop+exploding:stop", "is listed twice; keep one"],
  ])("refuses %s before anything starts", async (rules, message) => {
    const { code, stderr } = await cli("train", "ring-gan", "--guard", rules);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });
});

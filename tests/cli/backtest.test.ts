import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { healthy } from "../diagnostics/synthetic-run";
import { runCli } from "./run-cli";

let home: string;
let folder: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "gradiometer-backtest-"));
  folder = join(home, "traces");
  mkdirSync(folder);
  writeTrace("a-spike.jsonl", 7, 250);
  writeTrace("b-clean.jsonl", 8, undefined);
  const spike = { kind: "exploding_gradient", start_step: 250, end_step: 250, onset_tolerance: 5 };
  const labels = [
    { file: "a-spike.jsonl", verdict: "anomaly", steps: 400, episodes: [{ ...spike, severity: "harmful" }] },
    { file: "b-clean.jsonl", verdict: "clean", steps: 400, episodes: [] },
  ];
  writeFileSync(join(folder, "labels.json"), JSON.stringify({ labels }));
});

afterEach(() => rmSync(home, { recursive: true, force: true }));

/** A healthy run, with a gradient a hundred times as large at one step. */
function writeTrace(file: string, seed: number, spikeAt: number | undefined): void {
  const run = healthy(seed);
  const lines = Array.from({ length: 400 }, (_, step) =>
    JSON.stringify({
      step,
      metrics: { loss: run.loss(step), grad_norm: run.norm(step) * (step === spikeAt ? 100 : 1) },
    }),
  );
  writeFileSync(join(folder, file), `${lines.join("\n")}\n`);
}

describe("gradiometer backtest", () => {
  it("scores a folder of traces by the labels beside them and writes the alarms", async () => {
    const predictions = join(home, "alarms.jsonl");
    const args = ["backtest", "--traces", folder, "--json", "--predictions", predictions];
    const { code, stdout } = await runCli(args, { home });
    expect(code).toBe(0);
    const [result] = JSON.parse(stdout);
    expect(result).toMatchObject({ runs: 2, alarms: { exploding_gradient: 1 } });
    expect(result.score.all).toMatchObject({ labels: 1, found: 1, falseAlarms: 0, medianDelay: 0, f1: 1 });
    expect(
      readFileSync(predictions, "utf8")
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line)),
    ).toEqual([
      expect.objectContaining({ file: "a-spike.jsonl", kind: "exploding_gradient", alarm_step: 250 }),
    ]);
  });

  it("takes the meaning of series whose names do not tell", async () => {
    const trace = readFileSync(join(folder, "a-spike.jsonl"), "utf8");
    writeFileSync(join(folder, "a-spike.jsonl"), trace.replaceAll("grad_norm", "wiggle"));
    const args = ["backtest", "--traces", folder, "--json"];
    const found = async (more: string[]) =>
      JSON.parse((await runCli([...args, ...more], { home })).stdout)[0].score.all.found;
    expect(await found([])).toBe(0);
    expect(await found(["--role", "wiggle=gradient-norm"])).toBe(1);
  });

  it("compares two settings side by side", async () => {
    const compare = [
      "--compare",
      "exploding-gradient.jumpRatio=1000",
      "--compare",
      "exploding-gradient.witnessedRatio=1000",
    ];
    const { stdout } = await runCli(["backtest", "--traces", folder, "--json", ...compare], { home });
    expect(
      JSON.parse(stdout).map(({ score }: { score: { all: { found: number } } }) => score.all.found),
    ).toEqual([1, 0]);
  });

  it("says without labels how many alarms there are in 10,000 steps, and how early they came", async () => {
    rmSync(join(folder, "labels.json"));
    const lines = Array.from({ length: 400 }, (_, step) =>
      JSON.stringify({ step, metrics: { loss: step < 300 ? 1 : "NaN", grad_norm: step === 250 ? 100 : 1 } }),
    );
    writeFileSync(join(folder, "c-nan.jsonl"), `${lines.join("\n")}\n`);
    const { stdout } = await runCli(["backtest", "--traces", folder], { home });
    expect(stdout).toMatch(/Alarms in 10,000 steps: 25 \(95% interval 5.16 to 73.1\)/);
    expect(stdout).toMatch(
      /Warned before a non-finite loss in 1 of 1 runs that have one, the median 50 steps ahead/,
    );
  });

  it.each([
    [["--set", "exploding-gradiant.jumpZ=3"], /did you mean "exploding-gradient"/],
    [["--set", "exploding-gradient.jumpz=3"], /did you mean "jumpZ"/],
    [["--set", "jumpZ=3"], /Expected the detector before the threshold/],
    [["--set", "exploding-gradient.windowPoints=1e9"], /whole number of points from 1 to 100 000/],
    [["--predictions", "/"], /Expected a file for --predictions, got the folder \//],
    [["--baseline", "sagemker"], /did you mean "sagemaker"/],
    [["--half", "first"], /Expected --half even or odd, got "first"/],
  ])("refuses %j with a sentence", async (args, message) => {
    const { code, stderr } = await runCli(["backtest", "--traces", folder, ...args], { home });
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});

describe("gradiometer diagnose", () => {
  it("tells the episodes of a log file, with no server and no store", async () => {
    const { code, stdout } = await runCli(["diagnose", join(folder, "a-spike.jsonl")], { home });
    expect(code).toBe(0);
    expect(stdout).toMatch(/exploding gradient in grad_norm, step 250/);
    expect(stdout).toMatch(/times its median/);
  });

  it("writes one HTML file of all runs of a folder, and says in one line each what is in it", async () => {
    const file = join(home, "report.html");
    const { code, stdout, stderr } = await runCli(["diagnose", folder, "--html", file], { home });
    expect(code).toBe(0);
    expect(stdout).toMatch(/a-spike: 1 \w+\n.*b-clean: no episode/s);
    expect(stderr).toContain(`Written to ${file}`);
    expect(readFileSync(file, "utf8")).toMatch(/^<!doctype html>.*a-spike.*b-clean.*<\/html>\n$/s);
  });

  it("leaves no half a report where the log cannot be read, and says why it cannot write to a folder", async () => {
    const file = join(home, "report.html");
    expect((await runCli(["diagnose", join(home, "nowhere"), "--html", file], { home })).code).toBe(4);
    expect(existsSync(file)).toBe(false);
    const { code, stderr } = await runCli(["diagnose", folder, "--html", folder], { home });
    expect(code).toBe(2);
    expect(stderr).toMatch(/Expected a file for --html, got the folder/);
  });

  it("says that nothing stands out of a healthy run", async () => {
    const { stdout } = await runCli(["diagnose", join(folder, "b-clean.jsonl")], { home });
    expect(stdout).toMatch(/No episode/);
  });

  it.each([
    [
      "no known names",
      '{"step": 1, "metrics": {"my_norm": 1}}\n',
      /neither a loss nor a gradient norm .* --role "my_norm=gradient-norm"/,
    ],
    ["one point", '{"step": 3, "metrics": {"loss": 1}}\n', /too few to learn/],
    [
      "nothing but NaN",
      '{"step": 1, "metrics": {"loss": "NaN"}}\n{"step": 2, "metrics": {"loss": "NaN"}}\n',
      /None of its 2 values is finite/,
    ],
  ])("says so of a log with %s", async (_name, text, message) => {
    const file = join(home, "odd.jsonl");
    writeFileSync(file, text);
    const { code, stdout } = await runCli(["diagnose", file], { home });
    expect(code).toBe(0);
    expect(stdout).toMatch(message);
  });

  it("refuses what is neither a file nor a run", async () => {
    const { code, stderr } = await runCli(["diagnose", join(home, "nowhere")], { home });
    expect(code).toBe(4);
    expect(stderr).toMatch(/there is no such file or folder/);
  });
});

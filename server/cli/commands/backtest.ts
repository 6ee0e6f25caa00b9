import type { Command } from "commander";
import { GradiometerError } from "../../../db/contract/errors";
import { writeWhole } from "../../../db/write-whole";
import { baselines } from "../../../diagnostics/backtest/baselines";
import { labelledKinds } from "../../../diagnostics/backtest/label";
import { detectorIds } from "../../../diagnostics/detectors/registry";
import { parseRoles } from "../../../diagnostics/roles/parse-role";
import { type Backtest, backtest, baselineJudge, detectorJudge, type Judge } from "../../backtest/backtest";
import { mergeThresholds } from "../../backtest/judged-with";
import { parseDetector, parseThresholds } from "../../backtest/parse-thresholds";
import { readLabels } from "../../backtest/read-labels";
import { type LoggedRun, readLoggedRuns } from "../../backtest/read-logged-runs";
import { readStoredRuns } from "../../backtest/read-stored-runs";
import { withContext } from "../open-context";
import { assertNoFolder, collect } from "../option-values";
import { backtestTable, comparisonTable } from "../present/backtest-tables";
import { note, print, printJson } from "../present/output";

interface BacktestOptions {
  runs?: string;
  traces?: string;
  labels?: string;
  detector: string[];
  set: string[];
  compare: string[];
  baseline: string[];
  role: string[];
  half?: string;
  predictions?: string;
  json?: true;
}

export function addBacktestCommand(program: Command): void {
  program
    .command("backtest")
    .summary("replay the detectors over stored or labelled runs, and score them")
    .description(
      "Replay detectors over runs as if they were being recorded: over the stored ones, or over a folder of logs, whose labels.json tells which alarms are right. Stored runs are judged by the thresholds that are kept (`gradiometer thresholds`), logs by the defaults.",
    )
    .option("--runs <filter>", "stored runs, as `config.lr > 1e-3` (docs/filters.md); all where empty")
    .option("--traces <path>", "files or a folder of any format that can be imported")
    .option("--labels <file>", "labels of these traces; labels.json in the folder otherwise")
    .option("--half <half>", "even or odd: every second trace by name, to tune on one and test on the other")
    .option("--detector <id>", `only this one, may be repeated: ${detectorIds.join(", ")}`, collect, [])
    .option(
      "--set <threshold=value>",
      "another threshold, as exploding-gradient.jumpZ=8; may be repeated",
      collect,
      [],
    )
    .option(
      "--compare <threshold=value>",
      "the same with this threshold beside it; may be repeated",
      collect,
      [],
    )
    .option(
      "--baseline <id>",
      `a rule of another program beside it, may be repeated: ${baselines.map(({ id }) => id).join(", ")}`,
      collect,
      [],
    )
    .option(
      "--role <series=role>",
      "what a series means whose name does not tell, as my_norm=gradient-norm; may be repeated",
      collect,
      [],
    )
    .option("--predictions <file>", "write the alarms of the labelled kinds, one JSON object a line")
    .option("--json", "print JSON on stdout")
    .action(runBacktest);
}

function runBacktest(options: BacktestOptions): void {
  const judges = judgesOf(options);
  if (options.predictions !== undefined) assertNoFolder("--predictions", options.predictions);
  const results = options.traces === undefined ? overStore(options, judges) : overTraces(options, judges);
  const [first] = results;
  if (!first || first.runs === 0)
    throw new GradiometerError("invalid", "No run to replay; `gradiometer runs` lists the stored ones.");
  if (options.predictions !== undefined) writePredictions(options.predictions, first);
  if (options.json) {
    printJson(results.map(({ predictions, ...result }) => ({ ...result, alarmCount: predictions.length })));
    return;
  }
  print(results.map(backtestTable).join("\n\n"));
  if (results.length > 1) print(`\n${comparisonTable(results)}`);
}

function judgesOf({ detector, set, compare, baseline, role, traces }: BacktestOptions): Judge[] {
  const chosen = detector.map(parseDetector);
  const asked = { roles: parseRoles(role), ...(chosen.length > 0 && { only: chosen }) };
  const thresholds = parseThresholds(set, chosen);
  const judges = [
    detectorJudge(set.join(", ") || (traces === undefined ? "in use" : "defaults"), { ...asked, thresholds }),
  ];
  if (compare.length > 0) {
    const other = parseThresholds(compare, chosen);
    judges.push(
      detectorJudge(compare.join(", "), { ...asked, thresholds: mergeThresholds(thresholds, other) }),
    );
  }
  return [...judges, ...baseline.map(baselineJudge)];
}

function overTraces(
  { traces = "", labels, half, runs }: BacktestOptions,
  judges: readonly Judge[],
): Backtest[] {
  if (runs !== undefined)
    throw new GradiometerError("invalid", "Expected --runs or --traces, got both; give one of them.");
  return backtest(halfOf(readLoggedRuns(traces), half), readLabels(traces, labels), judges);
}

function overStore({ runs = "", labels, half }: BacktestOptions, judges: readonly Judge[]): Backtest[] {
  return withContext("reading", (ctx) =>
    backtest(
      halfOf(readStoredRuns(ctx, runs), half),
      labels === undefined ? [] : readLabels("", labels),
      judges,
    ),
  );
}

function* halfOf(runs: Iterable<LoggedRun>, half: string | undefined): Generator<LoggedRun> {
  if (half !== undefined && half !== "even" && half !== "odd")
    throw new GradiometerError("invalid", `Expected --half even or odd, got "${half}".`);
  let place = 0;
  for (const run of runs) if (half === undefined || (place++ % 2 === 0) === (half === "even")) yield run;
}

/** What nobody labelled would be counted as a false alarm by a scorer: only the labelled kinds are written. */
function writePredictions(file: string, { predictions }: Backtest): void {
  const scored = predictions.filter(({ kind }) => labelledKinds.some((known) => known === kind));
  const lines = scored.map((prediction) => `${JSON.stringify(prediction)}\n`);
  writeWhole(file, new TextEncoder().encode(lines.join("")));
  note(`${scored.length} alarms written to ${file}`);
}

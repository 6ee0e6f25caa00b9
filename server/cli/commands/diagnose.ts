import { existsSync } from "node:fs";
import type { Command } from "commander";
import { RunId } from "../../../db/contract/identifiers";
import { writeStreamed } from "../../../db/write-streamed";
import { type Diagnosis, diagnose } from "../../../diagnostics/diagnosis/diagnose";
import { parseRoles } from "../../../diagnostics/roles/parse-role";
import { judgedWith } from "../../backtest/judged-with";
import { parseThresholds } from "../../backtest/parse-thresholds";
import { type LoggedRun, readLoggedRuns } from "../../backtest/read-logged-runs";
import { readStoredRun } from "../../backtest/read-stored-runs";
import { type DiagnosedRun, report } from "../../diagnosis/report/report";
import { importFormats } from "../../import/formats";
import { withContext } from "../open-context";
import { assertNoFolder, collect } from "../option-values";
import { diagnosisText, episodeCounts } from "../present/diagnosis-text";
import { note, print, printJson } from "../present/output";

interface DiagnoseOptions {
  as?: string;
  set: string[];
  role: string[];
  html?: string;
  json?: true;
}

export function addDiagnoseCommand(program: Command): void {
  program
    .command("diagnose")
    .summary("what went wrong in a run, from its log alone")
    .description(
      "Judge a run: a log file or folder of any format that can be imported, or a stored run by its id. Needs no server and stores nothing.",
    )
    .argument("<path or run>", "a file, a folder, or the id of a stored run")
    .option(
      "--as <format>",
      `${importFormats.map(({ name }) => name).join(", ")}; judged by its looks otherwise`,
    )
    .option(
      "--set <threshold=value>",
      "another threshold, as exploding-gradient.jumpZ=8; may be repeated",
      collect,
      [],
    )
    .option(
      "--role <series=role>",
      "what a series means whose name does not tell, as my_norm=gradient-norm",
      collect,
      [],
    )
    .option(
      "--html <file>",
      "write one HTML file with charts, evidence and causes, to look at, send or print",
    )
    .option("--json", "print JSON on stdout")
    .action(diagnoseRuns);
}

async function diagnoseRuns(path: string, options: DiagnoseOptions): Promise<void> {
  const all: unknown[] = [];
  const { html, json, set } = options;
  const diagnosed = diagnosedRuns(path, options);
  if (html !== undefined) {
    assertNoFolder("--html", html);
    const seen = tapped(diagnosed, ({ run, diagnosis }) => {
      if (json) all.push(asJson(run, diagnosis));
      else print(`${run.name}: ${episodeCounts(diagnosis)}`);
    });
    await writeStreamed(html, report(path, set, seen));
    note(`Written to ${html}`);
  } else
    for (const { run, diagnosis } of diagnosed) {
      if (json) all.push(asJson(run, diagnosis));
      else print(`${diagnosisText(run.name, diagnosis)}\n`);
    }
  if (json) printJson(all);
}

/** More than these say the same again, as of a log whose steps jump to and fro. */
const remarksShown = 5;

const asJson = (run: LoggedRun, diagnosis: Diagnosis) => ({
  run: run.name,
  source: run.file,
  remarks: run.remarks,
  ...diagnosis,
});

/** One run after another: only one is in memory. */
function* diagnosedRuns(path: string, { as, set, role }: DiagnoseOptions): Generator<DiagnosedRun> {
  const thresholds = parseThresholds(set);
  const given = parseRoles(role);
  for (const run of runsAt(path, as)) {
    for (const remark of run.remarks.slice(0, remarksShown)) note(`${run.file}: ${remark}`);
    const more = run.remarks.length - remarksShown;
    if (more > 0) note(`${run.file}: and ${more} more; --json has all.`);
    const tried = judgedWith(run, { thresholds, roles: given });
    const diagnosis = diagnose(run.series, { config: run.config, ...tried });
    yield { run, diagnosis };
  }
}

function* tapped<Value>(values: Iterable<Value>, tell: (value: Value) => void): Generator<Value> {
  for (const value of values) {
    tell(value);
    yield value;
  }
}

function* runsAt(path: string, as: string | undefined): Generator<LoggedRun> {
  const isStored = !existsSync(path) && RunId.safeParse(path).success;
  if (isStored) yield withContext("reading", (ctx) => readStoredRun(ctx.db, path, "now"));
  else yield* readLoggedRuns(path, as);
}

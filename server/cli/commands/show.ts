import type { Command } from "commander";
import type { RunDetail } from "../../../db/contract/read-models";
import { isMonitored } from "../../../db/store/episodes/monitoring";
import { readSeries } from "../../../db/store/series/read-series";
import type { ServerContext } from "../../context";
import { lockHolder } from "../../home/lock-home";
import { getRun } from "../../runs/get-run";
import { withContext } from "../open-context";
import { print, printJson } from "../present/output";
import { runSummary } from "../present/run-summary";
import { keySeries, seriesSparklines, sparklineWidth } from "../present/series-sparklines";
import { parseRunId } from "../settings/parse-run-id";

export function addShowCommand(program: Command): void {
  program
    .command("show")
    .summary("one run: how it went, its episodes and key series")
    .description("Show how one run went: summary, episodes, and its key series as small graphs.")
    .argument("<run>", "id of the run, as `gradiometer runs` lists it")
    .option("--json", "print the run as JSON on stdout")
    .action(show);
}

function show(run: string, options: { json?: true }): void {
  const id = parseRunId(run);
  withContext("reading", (ctx) => {
    const detail = withHonestVerdict(ctx, getRun(ctx, { id }));
    if (options.json) return printJson(detail);
    print(runSummary(detail));
    const names = keySeries(detail.series);
    if (names.length === 0) return;
    print(`\n${seriesSparklines(readSeries(ctx.db, { runId: id, names, width: sparklineWidth }))}`);
  });
}

/** That a run has no episodes says nothing where no detector has looked at it: while it trains, only a server does. */
function withHonestVerdict(ctx: ServerContext, run: RunDetail): RunDetail {
  const { step, attempt, id } = run;
  if (step === null || attempt === 0 || isMonitored(ctx.db, { id, attempt }) || lockHolder(ctx.home))
    return run;
  return { ...run, verdict: "Not judged yet: no server runs on this data home (gradiometer start)." };
}

import type { Command } from "commander";
import { unknownWord } from "../../../db/contract/closest";
import { GradiometerError } from "../../../db/contract/errors";
import type { RunRow } from "../../../db/contract/read-models";
import { type RunStatus, runStatuses } from "../../../db/contract/statuses";
import { parseInput } from "../../../db/store/invalid-input";
import { getExperiment } from "../../experiments/get-experiment";
import { ListRuns, listRuns } from "../../runs/list-runs";
import { withContext } from "../open-context";
import { collect, wholeNumber } from "../option-values";
import { formatDuration, formatNumber } from "../present/figures";
import { note, print, printJson } from "../present/output";
import { type Column, formatTable } from "../present/table";
import { parseWorkload } from "../settings/parse-config";

interface RunsOptions {
  filter?: string;
  sort: string;
  show: string[];
  search?: string;
  status: string[];
  workload: string[];
  experiment?: string;
  limit: number;
  json?: true;
}

export function addRunsCommand(program: Command): void {
  program
    .command("runs")
    .summary("list recorded runs, newest first")
    .description("List the recorded runs, newest first.")
    .option("--filter <filter>", "as `config.lr > 1e-3 and last(gradient_norm) > 10` (docs/filters.md)")
    .option(
      "--sort <by>",
      "a column, config.<setting> or last(<series>); with - before it, the largest first",
      "-createdAt",
    )
    .option(
      "--show <names>",
      "one more column, config.<setting> or max(<series>); may be repeated",
      collect,
      [],
    )
    .option("--search <text>", "in name, id, workload, arm or experiment")
    .option("--status <status>", "only this status; may be repeated", collect, [])
    .option("--workload <name>", "only this workload; may be repeated", collect, [])
    .option("--experiment <id>", "only runs of this experiment")
    .option("--limit <n>", "at most this many", wholeNumber(1, 1000), 30)
    .option("--json", "print JSON on stdout")
    .action(runs);
}

function runs(options: RunsOptions): void {
  const input = parseInput("list of runs", ListRuns, {
    search: options.search,
    filter: options.filter,
    columns: options.show,
    statuses: options.status.length > 0 ? options.status.map(parseStatus) : undefined,
    workloads: options.workload.length > 0 ? options.workload.map(parseWorkload) : undefined,
    experimentId: options.experiment,
    sort: { by: options.sort.replace(/^-/, ""), descending: options.sort.startsWith("-") },
    limit: options.limit,
  });
  withContext("reading", (ctx) => {
    if (options.experiment !== undefined) getExperiment(ctx, { id: options.experiment });
    const { rows, values, total, nextCursor, hint } = listRuns(ctx, input);
    if (options.json) return printJson({ rows, values, total, nextCursor });
    if (rows.length === 0)
      return note(
        listRuns(ctx, ListRuns.parse({ limit: 1 })).total === 0
          ? "No runs. Train one: gradiometer train ring-gan"
          : (hint ?? "No run matches; gradiometer runs without options lists all."),
      );
    const added = options.show.map(
      (title, place): Column<RunRow> => ({
        title,
        cell: (run) => textOf(values[rows.indexOf(run)]?.[place]),
        align: "right",
      }),
    );
    print(formatTable(rows, [...columns, ...added]));
    if (total > rows.length) note(`${rows.length} of ${total} runs; --limit ${total} shows all.`);
  });
}

const columns: Column<RunRow>[] = [
  { title: "id", cell: ({ id }) => id },
  { title: "status", cell: ({ status }) => status },
  { title: "workload", cell: ({ workload }) => workload },
  {
    title: "arm",
    cell: (run) => run.arm?.armName ?? (run.interventions.map(({ name }) => name).join(" + ") || "none"),
  },
  { title: "seed", cell: ({ seed }) => String(seed), align: "right" },
  {
    title: "step",
    cell: ({ step, totalSteps }) => `${step ?? 0}${totalSteps > 0 ? `/${totalSteps}` : ""}`,
    align: "right",
  },
  { title: "loss", cell: ({ lastLoss }) => formatNumber(lastLoss), align: "right" },
  { title: "gradient", cell: ({ lastGradientNorm }) => formatNumber(lastGradientNorm), align: "right" },
  { title: "outcome", cell: ({ lastOutcome }) => formatNumber(lastOutcome), align: "right" },
  { title: "episodes", cell: ({ episodes }) => episodeText(episodes) },
  { title: "age", cell: ({ createdAt }) => formatDuration(Date.now() - createdAt), align: "right" },
  { title: "name", cell: ({ name }) => name },
];

function textOf(value: number | string | null | undefined): string {
  return typeof value === "string" ? value : formatNumber(value ?? null);
}

function episodeText({ critical, warning, benign }: RunRow["episodes"]): string {
  const parts = [
    critical > 0 ? `${critical} critical` : "",
    warning > 0 ? `${warning} warning` : "",
    benign > 0 ? `${benign} benign` : "",
  ];
  return parts.filter(Boolean).join(", ") || "none";
}

function parseStatus(text: string): RunStatus {
  const status = runStatuses.find((known) => known === text);
  if (!status) throw new GradiometerError("invalid", unknownWord("status", text, runStatuses));
  return status;
}

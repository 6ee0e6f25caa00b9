import type { Command } from "commander";
import { unknownWord } from "../../../db/contract/closest";
import { GradiometerError } from "../../../db/contract/errors";
import { workloadNames } from "../../../db/contract/workloads";
import { type DetectorId, detectorIds } from "../../../diagnostics/detectors/registry";
import { parseDetector, parseThresholds } from "../../backtest/parse-thresholds";
import type { ServerContext } from "../../context";
import { type KeptThreshold, keepThresholds, listKept, Scope } from "../../judging/keep-thresholds";
import { withContext } from "../open-context";
import { note, print, printJson } from "../present/output";
import { formatTable } from "../present/table";

interface ThresholdsOptions {
  workload?: string;
  stored?: true;
  author?: string;
  json?: true;
}

export function addThresholdsCommand(program: Command): void {
  const command = program
    .command("thresholds")
    .summary("the thresholds that runs are judged by, where they are not the defaults")
    .description(
      "List the thresholds that are kept in the place of detectors' defaults. `gradiometer backtest` and the backtest page try them first.",
    )
    .option("--json", "print JSON on stdout")
    .action((options: ThresholdsOptions) => withContext("reading", (ctx) => show(listKept(ctx), options)));
  withScope(
    command
      .command("keep <threshold=value...>")
      .summary("judge runs by these from now on")
      .description(
        "Judge runs by these thresholds from now on, as exploding-gradient.jumpZ=8: those to come, those that go on and, with --stored, those that have ended.",
      ),
  ).action((assignments: string[], _: unknown, given: Command) => keep(assignments, given));
  withScope(
    command
      .command("reset [detector...]")
      .summary("go back to the defaults")
      .description(
        "Go back to the defaults of these detectors, or of one threshold; of all where none is named.",
      ),
  ).action((names: string[], _: unknown, given: Command) => reset(names, given));
}

const withScope = (command: Command): Command =>
  command
    .option("--workload <name>", `only for runs of it: ${workloadNames.join(", ")} (default: all runs)`)
    .option("--stored", "judge runs that have ended anew as well")
    .option("--author <name>", "who says so (default: this account)")
    .option("--json", "print JSON on stdout");

function keep(assignments: readonly string[], given: Command): void {
  const options = given.optsWithGlobals<ThresholdsOptions>();
  const workload = scopeOf(options);
  const thresholds = Object.entries(parseThresholds(assignments)) as [DetectorId, Record<string, number>][];
  withContext("existing", (ctx) =>
    change(
      ctx,
      thresholds.map(([detector, values]) => ({ workload, detector, values })),
      options,
    ),
  );
}

function reset(names: readonly string[], given: Command): void {
  const options = given.optsWithGlobals<ThresholdsOptions>();
  const workload = scopeOf(options);
  for (const name of names) parseDetector(name.split(".")[0] ?? "");
  withContext("existing", (ctx) => {
    const kept = listKept(ctx).filter(
      (one) =>
        one.workload === workload &&
        (names.length === 0 || names.includes(one.detector) || names.includes(`${one.detector}.${one.name}`)),
    );
    if (kept.length === 0) return note("Nothing of that is kept; the defaults hold.");
    const changes = detectorIds.flatMap((detector) => {
      const own = kept.filter((one) => one.detector === detector);
      const values = Object.fromEntries(own.map(({ name }) => [name, null]));
      return own.length === 0 ? [] : [{ workload, detector, values }];
    });
    change(ctx, changes, options);
  });
}

function change(
  ctx: ServerContext,
  changes: readonly { workload: Scope; detector: DetectorId; values: Record<string, number | null> }[],
  { stored = false, author, json }: Pick<ThresholdsOptions, "author" | "json"> & { stored?: boolean },
): void {
  let runs = 0;
  for (const one of changes)
    runs = Math.max(runs, keepThresholds(ctx, { ...one, ended: stored, author }).runs);
  show(listKept(ctx), { json });
  if (runs > 0)
    note(`${runs === 1 ? "1 run is" : `${runs} runs are`} judged anew; without a server, when one starts.`);
}

function show(kept: readonly KeptThreshold[], { json }: Pick<ThresholdsOptions, "json">): void {
  if (json) printJson(kept);
  else if (kept.length === 0)
    note("The defaults hold; `gradiometer thresholds keep exploding-gradient.jumpZ=8` changes one.");
  else print(formatTable(kept, columns));
}

const columns = [
  { title: "threshold", cell: ({ detector, name }: KeptThreshold) => `${detector}.${name}` },
  { title: "value", cell: ({ value }: KeptThreshold) => String(value), align: "right" as const },
  { title: "default", cell: ({ standard }: KeptThreshold) => String(standard), align: "right" as const },
  { title: "for runs of", cell: ({ workload }: KeptThreshold) => workload || "all workloads" },
  { title: "kept by", cell: ({ author }: KeptThreshold) => author },
  {
    title: "at",
    cell: ({ setAt }: KeptThreshold) => new Date(setAt).toISOString().slice(0, 16).replace("T", " "),
  },
];

function scopeOf({ workload = "" }: Pick<ThresholdsOptions, "workload">): Scope {
  const known = Scope.safeParse(workload);
  if (known.success) return known.data;
  throw new GradiometerError("invalid", unknownWord("workload", workload, workloadNames));
}

import { availableParallelism } from "node:os";
import type { Command } from "commander";
import { warningsOf } from "../../../db/contract/compatibility";
import { GradiometerError } from "../../../db/contract/errors";
import { CreateExperiment, configOfArm } from "../../../db/contract/experiment";
import { explainIssues } from "../../../db/contract/explain-issues";
import type { ExperimentDetail } from "../../../db/contract/read-models";
import { builtInNames } from "../../../db/contract/workloads";
import { cancelExperiment, createExperiment } from "../../../db/store/experiments/experiments";
import { askedBackend, checkInstalled } from "../../backend/asked-backend";
import type { ServerContext } from "../../context";
import { getExperiment } from "../../experiments/get-experiment";
import { lockHolder } from "../../home/lock-home";
import { exitCodes } from "../exit-codes";
import { withContext } from "../open-context";
import { backendName, collect, wholeNumber } from "../option-values";
import { experimentOutcome, experimentProgressLines } from "../present/experiment-tables";
import { LiveLines } from "../present/live-lines";
import { note, print, printJson } from "../present/output";
import { parseArms } from "../settings/parse-arms";
import { configOf } from "../settings/parse-config";
import { runQueued } from "../training/run-queued";

interface CompareOptions {
  arms: string;
  seeds: number;
  firstSeed: number;
  set: string[];
  guard?: string;
  name?: string;
  slots: number;
  backend?: string;
  json?: true;
}

export function addCompareCommand(program: Command): void {
  program
    .command("compare")
    .summary("train arms over paired seeds and say which is better")
    .description(
      "Train every arm over the same seeds and say which is better. A server on this data home trains them; without one they train here.",
    )
    .argument("<workload>", `${builtInNames.join(", ")}, or the path of a module of yours`)
    .requiredOption(
      "--arms <list>",
      "e.g. none,clip-global-norm,wgan-gp:coefficient=1,clip-value+r1,exploding:retreat,optimizer.learningRate=1e-3; the first is the control",
    )
    .requiredOption(
      "--seeds <n>",
      "seeds of each arm; below 6 no winner can be declared",
      wholeNumber(1, 1000),
    )
    .option("--first-seed <n>", "the first of them", wholeNumber(0, 2 ** 32 - 1), 0)
    .option("--set <key=value>", "change a setting of all arms, e.g. steps=200", collect, [])
    .option("--guard <rules>", "guardrails of all arms, e.g. non-finite:skip-step")
    .option("--name <name>", "name of the experiment")
    .option(
      "--slots <n>",
      "trainers at once, when they train here",
      wholeNumber(1, 1024),
      availableParallelism(),
    )
    .option("--backend <name>", "gpu, node, wasm or cpu, when they train here", backendName)
    .option("--json", "print the experiment as JSON on stdout")
    .action(compare);
}

async function compare(workloadName: string, options: CompareOptions): Promise<void> {
  const input = await parseExperiment(workloadName, options);
  await withContext("create", async (ctx) => {
    checkInstalled(ctx.home, options.backend ?? askedBackend());
    const { experimentId: id, runIds } = createExperiment(ctx.db, input);
    const cancelled = await see(ctx, id, runIds, options);
    const experiment = getExperiment(ctx, { id });
    if (options.json) printJson(experiment);
    else print(experimentOutcome(experiment));
    process.exitCode = cancelled ? exitCodes.cancelled : exitCodeOf(experiment);
  });
}

async function parseExperiment(workload: string, options: CompareOptions): Promise<CreateExperiment> {
  const reserved = options.set.find((assignment) => /^\s*(seed|interventions)\s*=/.test(assignment));
  if (reserved)
    throw new GradiometerError(
      "invalid",
      `compare takes seeds from --seeds and --first-seed, and interventions from --arms, not --set ${reserved}.`,
    );
  const config = await configOf(workload, [
    ...options.set,
    ...(options.guard === undefined ? [] : [`guardrails=${options.guard}`]),
  ]);
  const input = {
    name: options.name,
    config,
    arms: parseArms(config, options.arms),
    seeds: options.seeds,
    firstSeed: options.firstSeed,
  };
  const parsed = CreateExperiment.safeParse(input);
  if (!parsed.success) throw new GradiometerError("invalid", explainIssues(parsed.error, input));
  for (const { name, ...arm } of parsed.data.arms)
    for (const reason of warningsOf(configOfArm(config, arm))) note(`Warning, arm "${name}": ${reason}.`);
  return parsed.data;
}

/** Trains or watches, with a table of its progress; true when Ctrl-C cancelled it. */
async function see(
  ctx: ServerContext,
  id: string,
  runIds: readonly string[],
  { slots, backend }: CompareOptions,
): Promise<boolean> {
  const live = new LiveLines();
  const stop = new AbortController();
  let cancelled = false;
  const interrupt = () => {
    if (cancelled) return stop.abort();
    cancelled = true;
    live.clear();
    note("Cancelling the experiment; press Ctrl-C again to kill its trainers.");
    cancelExperiment(ctx.db, id);
  };
  process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
  announce(ctx, id, runIds.length, slots);
  try {
    const onRound = () => live.update(experimentProgressLines(getExperiment(ctx, { id })));
    await runQueued(ctx, runIds, { slots, backend, onRound, stop: stop.signal });
  } finally {
    process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
    live.clear();
  }
  return cancelled;
}

function announce(ctx: ServerContext, id: string, runs: number, slots: number): void {
  const url = lockHolder(ctx.home)?.url;
  note(
    url
      ? `Experiment ${id}: the server trains its ${runs} run${runs === 1 ? "" : "s"}, ${url}/experiments/${id}`
      : `Experiment ${id}: training ${runs} run${runs === 1 ? "" : "s"} here, ${slots} at a time`,
  );
}

/** A diverged arm is a result; an experiment in which nothing could be trained is a failure. */
function exitCodeOf({ arms }: ExperimentDetail): number {
  const outcomes = arms
    .flatMap(({ runs }) => runs)
    .filter(({ status }) => status === "finished" || status === "diverged");
  return outcomes.length > 0 ? exitCodes.success : exitCodes.failure;
}

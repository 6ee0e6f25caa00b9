import type { Command } from "commander";
import { Seed } from "../../../db/contract/identifiers";
import { workloadNames } from "../../../db/contract/workloads";
import { databaseFile } from "../../../db/home";
import { createRun } from "../../../db/store/runs";
import { askedBackend, checkInstalled } from "../../backend/asked-backend";
import { getRun } from "../../runs/get-run";
import { exitCodeOfStatus } from "../exit-codes";
import { withContext } from "../open-context";
import { backendName, collect, wholeNumber } from "../option-values";
import { LiveLines } from "../present/live-lines";
import { note, print, printJson } from "../present/output";
import { runSummary } from "../present/run-summary";
import { trainingProgressLine } from "../present/training-progress";
import { parseConfig, parseWorkload } from "../settings/parse-config";
import { runForegroundTrainer } from "../training/foreground-trainer";
import { judgeRun } from "../training/judge-runs";
import { recordKilledTrainer } from "../training/record-killed-trainer";

interface TrainOptions {
  set: string[];
  interventions?: string;
  seed?: number;
  name?: string;
  backend?: string;
  json?: true;
}

export function addTrainCommand(program: Command): void {
  program
    .command("train")
    .summary("train one run here and record it; needs no server")
    .description("Train one run in the foreground and record it in the data home. Needs no server.")
    .argument("<workload>", workloadNames.join(", "))
    .option(
      "--set <key=value>",
      "change a setting, e.g. steps=200 or optimizer.learningRate=1e-2",
      collect,
      [],
    )
    .option("--interventions <set>", "stabilizers, e.g. clip-global-norm:maxNorm=1+wgan-gp")
    .option("--seed <n>", "seed of every random number", wholeNumber(0, Seed.maxValue ?? 2 ** 32 - 1))
    .option("--name <name>", "name of the run")
    .option("--backend <name>", "gpu, node, wasm or cpu instead of the best installed one", backendName)
    .option("--json", "print the run as JSON on stdout")
    .action(train);
}

async function train(workloadName: string, options: TrainOptions): Promise<void> {
  const workload = parseWorkload(workloadName);
  const config = parseConfig(workload, [
    ...options.set,
    ...(options.interventions === undefined ? [] : [`interventions=${options.interventions}`]),
    ...(options.seed === undefined ? [] : [`seed=${options.seed}`]),
  ]);
  await withContext("create", async (ctx) => {
    checkInstalled(ctx.home, options.backend ?? askedBackend());
    const id = createRun(ctx.db, { config, name: options.name });
    const live = new LiveLines();
    const end = await runForegroundTrainer({
      home: ctx.home,
      runId: id,
      backend: options.backend,
      onStarted: () =>
        note(`Run ${id} (${workload}, ${config.steps} steps) records into ${databaseFile(ctx.home)}`),
      onProgress: (progress) => live.update([trainingProgressLine(progress)]),
    });
    live.clear();
    recordKilledTrainer(ctx, id, end);
    await judgeRun(ctx, id);
    const run = getRun(ctx, { id });
    if (options.json) printJson(run);
    else print(runSummary(run));
    process.exitCode = exitCodeOfStatus(run.status);
  });
}

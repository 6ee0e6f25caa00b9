import type { Command } from "commander";
import { warningsOf } from "../../../db/contract/compatibility";
import { Seed } from "../../../db/contract/identifiers";
import { addressedServer } from "../../../db/contract/server-address";
import { builtInNames } from "../../../db/contract/workloads";
import { databaseFile } from "../../../db/home";
import { createRun } from "../../../db/store/runs/runs";
import { askedBackend, checkInstalled } from "../../backend/asked-backend";
import { withContext } from "../open-context";
import { backendName, collect, wholeNumber } from "../option-values";
import { note } from "../present/output";
import { configOf } from "../settings/parse-config";
import { presentEnd, trainHere } from "../training/train-here";

interface TrainOptions {
  set: string[];
  interventions?: string;
  guard?: string;
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
    .argument("<workload>", `${builtInNames.join(", ")}, or the path of a module of yours`)
    .option(
      "--set <key=value>",
      "change a setting, e.g. steps=200 or optimizer.learningRate=1e-2",
      collect,
      [],
    )
    .option("--interventions <set>", "stabilizers, e.g. clip-global-norm:maxNorm=1+wgan-gp")
    .option(
      "--guard <rules>",
      "reactions to what the detectors find, e.g. exploding:retreat:rateFactor=0.5+non-finite:skip-step",
    )
    .option("--seed <n>", "seed of every random number", wholeNumber(0, Seed.maxValue ?? 2 ** 32 - 1))
    .option("--name <name>", "name of the run")
    .option("--backend <name>", "gpu, node, wasm or cpu instead of the best installed one", backendName)
    .option("--json", "print the run as JSON on stdout")
    .action(train);
}

async function train(workloadName: string, options: TrainOptions): Promise<void> {
  const config = await configOf(workloadName, [
    ...options.set,
    ...(options.interventions === undefined ? [] : [`interventions=${options.interventions}`]),
    ...(options.guard === undefined ? [] : [`guardrails=${options.guard}`]),
    ...(options.seed === undefined ? [] : [`seed=${options.seed}`]),
  ]);
  const server = addressedServer(process.env);
  for (const reason of warningsOf(config)) note(`Warning: ${reason}.`);
  await withContext("create", async (ctx) => {
    checkInstalled(ctx.home, options.backend ?? askedBackend());
    const id = createRun(ctx.db, { config, name: options.name });
    const into = server ? "" : ` records into ${databaseFile(ctx.home)}`;
    const announcement = `Run ${id} (${config.workload}, ${config.steps} steps)${into}`;
    presentEnd(await trainHere(ctx, { runId: id, announcement, backend: options.backend }), options);
  });
}

import type { Command } from "commander";
import { RunConfig } from "../../../db/contract/run-config";
import { getRun } from "../../../db/store/runs/runs";
import { askedBackend, checkInstalled } from "../../backend/asked-backend";
import { forkRun } from "../../runs/fork-run";
import { trainableConfig } from "../../runs/trainable-config";
import { withContext } from "../open-context";
import { backendName, collect, wholeNumber } from "../option-values";
import { note } from "../present/output";
import { parseConfig } from "../settings/parse-config";
import { parseRunId } from "../settings/parse-run-id";
import { presentEnd, trainHere } from "../training/train-here";

interface ForkOptions {
  atStep?: number;
  set: string[];
  interventions?: string;
  guard?: string;
  name?: string;
  backend?: string;
  json?: true;
}

export function addForkCommand(program: Command): void {
  program
    .command("fork")
    .summary("train a run on from one of its checkpoints with other settings")
    .description(
      "Train a new run from a checkpoint of another one: same weights, same data order from there on, other settings. What both have is kept, what only the fork has starts fresh; its log says which.",
    )
    .argument("<run>", "id of the run to fork")
    .option(
      "--at-step <s>",
      "start from the last checkpoint at or before this step (default: the run's latest)",
      wholeNumber(0, Number.MAX_SAFE_INTEGER),
    )
    .option(
      "--set <key=value>",
      "change a setting, e.g. discriminatorOptimizer.learningRate=1e-4",
      collect,
      [],
    )
    .option("--interventions <set>", "other stabilizers, e.g. clip-global-norm:maxNorm=1+wgan-gp, or none")
    .option("--guard <rules>", "other guardrails, e.g. exploding:retreat+non-finite:skip-step, or none")
    .option("--name <name>", "name of the new run")
    .option("--backend <name>", "gpu, node, wasm or cpu instead of the parent's", backendName)
    .option("--json", "print the new run as JSON on stdout")
    .action(fork);
}

async function fork(run: string, options: ForkOptions): Promise<void> {
  const id = parseRunId(run);
  await withContext("existing", async (ctx) => {
    const parent = getRun(ctx.db, id);
    const changes = [
      ...options.set,
      ...(options.interventions === undefined ? [] : [`interventions=${options.interventions}`]),
      ...(options.guard === undefined ? [] : [`guardrails=${options.guard}`]),
    ];
    const base = RunConfig.parse(trainableConfig(parent));
    const config = parseConfig(base.workload, changes, base);
    const { atStep, name, backend } = options;
    checkInstalled(ctx.home, backend ?? parent.backend ?? askedBackend());
    const { runId, step, refused } = forkRun(ctx, { id, atStep, config, name });
    for (const sentence of refused) note(sentence);
    const whole = refused.length > 0 ? "whole checkpoint" : "checkpoint";
    const from = step === 0 ? `from its start: it has no ${whole} so early` : `after step ${step}`;
    const announcement = `Run ${runId} forks ${id} ${from}, and trains to step ${config.steps}`;
    presentEnd(await trainHere(ctx, { runId, announcement, backend }), options);
  });
}

import type { Command } from "commander";
import { latestWholeStep } from "../../runs/latest-whole-step";
import { checkResumable } from "../../runs/resume-run";
import { trainableConfig } from "../../runs/trainable-config";
import { withContext } from "../open-context";
import { note } from "../present/output";
import { parseRunId } from "../settings/parse-run-id";
import { presentEnd, trainHere } from "../training/train-here";

export function addResumeCommand(program: Command): void {
  program
    .command("resume")
    .summary("go on with a run that was cancelled, crashed or lost")
    .description(
      "Go on with a run that was cancelled, crashed or lost, from its last whole checkpoint, here in the foreground. Its series come out bitwise as if it had never stopped.",
    )
    .argument("<run>", "id of the run")
    .option("--json", "print the run as JSON on stdout")
    .action(resume);
}

async function resume(run: string, options: { json?: true }): Promise<void> {
  const id = parseRunId(run);
  await withContext("existing", async (ctx) => {
    const { steps } = trainableConfig(checkResumable(ctx, { id }));
    const { step, refused } = latestWholeStep(ctx, id);
    for (const sentence of refused) note(sentence);
    const from = step > 0 ? `after step ${step}` : "with step 1, since it has no whole checkpoint";
    const announcement = `Run ${id} goes on ${from}, to step ${steps}`;
    presentEnd(await trainHere(ctx, { runId: id, announcement, trainerArguments: ["--resume"] }), options);
  });
}

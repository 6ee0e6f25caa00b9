import type { Command } from "commander";
import { listCheckpoints } from "../../../db/store/checkpoints";
import { checkResumable } from "../../runs/resume-run";
import { withContext } from "../open-context";
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
    const { totalSteps } = checkResumable(ctx, { id });
    const [latest] = listCheckpoints(ctx.db, id);
    const from = latest ? `after step ${latest.step}` : "with step 1, since it has no checkpoint";
    const announcement = `Run ${id} goes on ${from}, to step ${totalSteps}`;
    presentEnd(await trainHere(ctx, { runId: id, announcement, trainerArguments: ["--resume"] }), options);
  });
}

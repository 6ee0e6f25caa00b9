import type { Command } from "commander";
import { continueRun } from "../../runs/continue-run";
import { withContext } from "../open-context";
import { print, printJson } from "../present/output";
import { parseRunId } from "../settings/parse-run-id";

export function addContinueCommand(program: Command): void {
  program
    .command("continue")
    .summary("let a run continue that a guardrail has paused")
    .description(
      "Let a run continue that a guardrail has paused. Its trainer goes on with the next step, as if it had not waited.",
    )
    .argument("<run>", "id of the run")
    .option("--json", "print JSON on stdout")
    .action(continueHere);
}

function continueHere(run: string, options: { json?: true }): void {
  const id = parseRunId(run);
  withContext("existing", (ctx) => {
    continueRun(ctx, { id });
    if (options.json) return printJson({ id });
    print(`Run ${id} continues; its trainer reads that within a second.`);
  });
}

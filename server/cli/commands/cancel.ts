import type { Command } from "commander";
import { cancelRun } from "../../runs/cancel-run";
import { getRun } from "../../runs/get-run";
import { withContext } from "../open-context";
import { print, printJson } from "../present/output";
import { parseRunId } from "../settings/parse-run-id";

export function addCancelCommand(program: Command): void {
  program
    .command("cancel")
    .summary("take a run out of the queue, or ask its trainer to stop")
    .description("Take a run out of the queue, or ask its trainer to stop; what it recorded stays.")
    .argument("<run>", "id of the run")
    .option("--json", "print JSON on stdout")
    .action(cancel);
}

function cancel(run: string, options: { json?: true }): void {
  const id = parseRunId(run);
  withContext("existing", (ctx) => {
    cancelRun(ctx, { id });
    const { status } = getRun(ctx, { id });
    if (options.json) return printJson({ id, status });
    print(
      status === "running"
        ? `Run ${id} was asked to stop; its trainer records that within a second or two.`
        : `Run ${id} is ${status}.`,
    );
  });
}

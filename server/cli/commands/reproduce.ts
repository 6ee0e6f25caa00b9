import type { Command } from "commander";
import { getRun } from "../../../db/store/runs/runs";
import { checkInstalled } from "../../backend/asked-backend";
import { createReproduction, judgeReproduction, type ReproductionVerdict } from "../../runs/reproduce-run";
import { exitCodeOfStatus, exitCodes } from "../exit-codes";
import { withContext } from "../open-context";
import { backendName } from "../option-values";
import { note, print, printJson } from "../present/output";
import { parseRunId } from "../settings/parse-run-id";
import { trainHere } from "../training/train-here";

export function addReproduceCommand(program: Command): void {
  program
    .command("reproduce")
    .summary("train a run again and say whether it came out bitwise equal")
    .description(
      "Train a run again as a new one, as far as it went, and say whether every point came out bitwise equal, or where the two first differ. Times are not compared.",
    )
    .argument("<run>", "id of the run")
    .option("--backend <name>", "gpu, node, wasm or cpu instead of the run's own", backendName)
    .option("--json", "print the comparison as JSON on stdout")
    .addHelpText("after", "\nExits with 0 where they are equal and with 3 where they differ.")
    .action(reproduce);
}

async function reproduce(run: string, options: { backend?: string; json?: true }): Promise<void> {
  const id = parseRunId(run);
  await withContext("existing", async (ctx) => {
    const backend = options.backend ?? getRun(ctx.db, id).backend ?? undefined;
    checkInstalled(ctx.home, backend);
    const reproduction = createReproduction(ctx, { id });
    const { runId, lastStep, hasRetreated } = reproduction;
    const again = await trainHere(ctx, {
      runId,
      backend,
      announcement: `Run ${runId} repeats ${id} to step ${lastStep}${backend ? ` on ${backend}` : ""}`,
      recordsHere: true,
      trainerArguments: ["--unattended", ...(hasRetreated ? [] : ["--until", String(lastStep)])],
    });
    const { step, status, message } = again;
    // One that diverges or stops early where the other went on is a difference; one that was stopped is none.
    if ((step ?? 0) < lastStep && status !== "diverged" && status !== "finished") {
      note(
        `Run ${runId} ended as ${status} after step ${step ?? 0} of ${lastStep}: ${message ?? "no reason recorded"}`,
      );
      process.exitCode = exitCodeOfStatus(status);
      return;
    }
    const verdict = judgeReproduction(ctx, id, reproduction);
    if (options.json) printJson({ original: id, runId, lastStep, ...verdict });
    else print(describe(id, runId, verdict));
    process.exitCode = verdict.equal ? exitCodes.success : exitCodes.differs;
  });
}

function describe(id: string, runId: string, verdict: ReproductionVerdict): string {
  const { equal, series, points, difference, circumstances } = verdict;
  const lines = equal
    ? [`Run ${runId} is bitwise equal to ${id} over ${series} series, ${points} points.`]
    : [
        `Run ${runId} differs from ${id}: first in ${difference?.series} at step ${difference?.step}: ` +
          `${valueText(difference?.left)} then, ${valueText(difference?.right)} now (${series} series, ${points} points compared).`,
      ];
  if (circumstances.length > 0) lines.push("What was different:", ...circumstances.map((one) => `  ${one}`));
  else if (!equal) lines.push("Backend, versions, data, processor and platform were the same.");
  return lines.join("\n");
}

/** All digits: two values may differ in the last. */
const valueText = (value: number | null | undefined): string =>
  value === null || value === undefined ? "no point" : String(value);

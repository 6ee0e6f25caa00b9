import type { RunDetail } from "../../../db/contract/read-models";
import { addressedServer } from "../../../db/contract/server-address";
import { getRun as storedRun } from "../../../db/store/runs/runs";
import type { ServerContext } from "../../context";
import { getRun } from "../../runs/get-run";
import { exitCodeOfStatus } from "../exit-codes";
import { LiveLines } from "../present/live-lines";
import { note, print, printJson } from "../present/output";
import { runSummary } from "../present/run-summary";
import { trainingProgressLine } from "../present/training-progress";
import { runForegroundTrainer } from "./foreground-trainer";
import { judgeRun } from "./judge-runs";
import { recordKilledTrainer } from "./record-killed-trainer";
import { watchSilence } from "./silence";

export interface TrainHere {
  runId: string;
  /** Said as soon as Ctrl-C is taken care of. */
  announcement: string;
  backend?: string | undefined;
  /** More for the trainer's command line. */
  trainerArguments?: readonly string[];
  /** Its points are needed in this data home, whatever GRADIOMETER_URL says. */
  recordsHere?: boolean;
}

/** Trains a run in the foreground with its progress on stderr, and returns it when its episodes are known. */
export async function trainHere(ctx: ServerContext, what: TrainHere): Promise<RunDetail> {
  const { runId, announcement, backend, trainerArguments, recordsHere } = what;
  const server = recordsHere ? undefined : addressedServer(process.env);
  const live = new LiveLines();
  const silence = watchSilence((line) => live.update([line]));
  const end = await runForegroundTrainer({
    home: ctx.home,
    runId,
    backend,
    trainerArguments,
    recordsHere,
    onStarted: () => note(server ? `${announcement}; recorded at ${server.url}/runs/${runId}` : announcement),
    onProgress(progress) {
      silence.broken(progress.step);
      live.update([trainingProgressLine(progress)]);
    },
    onWaiting() {
      silence.explained();
      // What it says stands below; drawn again, the line above would take that away.
      live.clear();
    },
  }).finally(silence.stop);
  live.clear();
  recordKilledTrainer(ctx, runId, end);
  if (server) {
    const { endedStep: step } = storedRun(ctx.db, runId);
    return {
      ...getRun(ctx, { id: runId }),
      step,
      verdict: `Judged where it is recorded: ${server.url}/runs/${runId}`,
    };
  }
  await judgeRun(ctx, runId);
  return getRun(ctx, { id: runId });
}

/** Prints how a training ended, and ends the command with the exit code of its status. */
export function presentEnd(run: RunDetail, options: { json?: true }): void {
  if (options.json) printJson(run);
  else print(runSummary(run));
  process.exitCode = exitCodeOfStatus(run.status);
}

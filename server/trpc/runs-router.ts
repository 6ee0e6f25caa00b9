import { cancelRun } from "../runs/cancel-run";
import { continueRun } from "../runs/continue-run";
import { getRun, getRuns } from "../runs/get-run";
import { ManyRuns, OneRun } from "../runs/inputs";
import { LaunchFork, launchFork } from "../runs/launch-fork";
import { ListRunMedia, listRunMedia } from "../runs/list-media";
import { listRunNames } from "../runs/list-names";
import { ListRuns, listRuns } from "../runs/list-runs";
import { ReadRunLog, readRunLog } from "../runs/read-log";
import { RenameRun, renameRun } from "../runs/rename-run";
import { resumeRun } from "../runs/resume-run";
import { procedure, router } from "./procedure";

export const runsRouter = router({
  list: procedure.input(ListRuns).query(({ ctx, input }) => listRuns(ctx, input)),
  names: procedure.query(({ ctx }) => listRunNames(ctx)),
  get: procedure.input(OneRun).query(({ ctx, input }) => getRun(ctx, input)),
  many: procedure.input(ManyRuns).query(({ ctx, input }) => getRuns(ctx, input)),
  log: procedure.input(ReadRunLog).query(({ ctx, input }) => readRunLog(ctx, input)),
  media: procedure.input(ListRunMedia).query(({ ctx, input }) => listRunMedia(ctx, input)),
  continue: procedure.input(OneRun).mutation(({ ctx, input }) => continueRun(ctx, input)),
  cancel: procedure.input(OneRun).mutation(({ ctx, input }) => cancelRun(ctx, input)),
  resume: procedure.input(OneRun).mutation(({ ctx, input }) => resumeRun(ctx, input)),
  fork: procedure.input(LaunchFork).mutation(({ ctx, input }) => launchFork(ctx, input)),
  rename: procedure.input(RenameRun).mutation(({ ctx, input }) => renameRun(ctx, input)),
});

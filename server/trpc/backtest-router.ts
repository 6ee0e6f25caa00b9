import { listDetectors } from "../backtest/list-detectors";
import { ReplayRuns, replayRuns } from "../backtest/replay-runs";
import { procedure, router } from "./procedure";

export const backtestRouter = router({
  detectors: procedure.query(() => listDetectors()),
  replay: procedure.input(ReplayRuns).query(({ ctx, input }) => replayRuns(ctx, input)),
});

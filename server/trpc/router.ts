import { alertsRouter } from "./alerts-router";
import { backtestRouter } from "./backtest-router";
import { episodesRouter } from "./episodes-router";
import { experimentsRouter } from "./experiments-router";
import { judgingRouter } from "./judging-router";
import { launchesRouter } from "./launches-router";
import { liveRouter } from "./live-router";
import { createCallerFactory, router } from "./procedure";
import { retentionRouter } from "./retention-router";
import { runsRouter } from "./runs-router";
import { seriesRouter } from "./series-router";
import { serverRouter } from "./server-router";
import { settingsRouter } from "./settings-router";
import { viewsRouter } from "./views-router";

export const appRouter = router({
  runs: runsRouter,
  series: seriesRouter,
  episodes: episodesRouter,
  backtest: backtestRouter,
  judging: judgingRouter,
  experiments: experimentsRouter,
  launches: launchesRouter,
  alerts: alertsRouter,
  views: viewsRouter,
  settings: settingsRouter,
  retention: retentionRouter,
  server: serverRouter,
  live: liveRouter,
});
export type AppRouter = typeof appRouter;

/** Calls procedures in this process, without HTTP. */
export const createCaller = createCallerFactory(appRouter);

import { setTimeout as delay } from "node:timers/promises";
import type { Page } from "playwright-core";
import { openBrowser } from "../../e2e/support/browser";
import { startDashboard } from "../../e2e/support/dashboard";
import { temporaryHome } from "../temporary-home";
import { charts, startLiveRun } from "./live-run";
import { type Watched, watchPage } from "./watch-page";

/** A 4K monitor at its own pixels, on which all charts are in view: those out of view are not drawn. */
const viewport = { width: 3840, height: 2160 };
const atRestSeconds = 5;
const liveSeconds = 15;
/** Until what the page loads and draws at first is done, and updates follow each other steadily. */
const settlingSeconds = 4;

export interface LivePage {
  atRest: Watched;
  live: Watched;
  /** Work of the page's main thread for one update of all charts: script, layout, painting. Milliseconds. */
  busyMsPerUpdate: number;
}

/** Visits the page of a run, at rest and then with one update a second, through a server of its own. */
export async function openLivePage(): Promise<LivePage> {
  const { home, remove } = temporaryHome();
  const run = startLiveRun(home);
  const dashboard = await startDashboard(["--no-demo"], home);
  const browser = await openBrowser();
  try {
    const page = await browser.newPage({ viewport });
    await page.goto(`${dashboard.url}/runs/${run.id}`);
    await page.locator("path.js-line").nth(charts).waitFor();
    await delay(1000 * settlingSeconds);
    await assertAllDrawn(page);

    const atRest = await watchPage(page, atRestSeconds, () => {});
    await watchPage(page, settlingSeconds, run.update);
    const busyMs = await busyClock(page);
    const before = await busyMs();
    const live = await watchPage(page, liveSeconds, run.update);
    return { atRest, live, busyMsPerUpdate: ((await busyMs()) - before) / liveSeconds };
  } finally {
    await browser.close();
    run.finish();
    await dashboard.stop();
    remove();
  }
}

async function assertAllDrawn(page: Page): Promise<void> {
  const drawn = await page.locator(".js-plotly-plot").count();
  if (drawn !== charts) throw new Error(`Expected ${charts} charts to be drawn in view, got ${drawn}`);
}

/** Reads how long the page's main thread has worked since it was opened, in milliseconds. */
async function busyClock(page: Page): Promise<() => Promise<number>> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Performance.enable");
  return async () => {
    const { metrics } = await devtools.send("Performance.getMetrics");
    const seconds = metrics.find(({ name }) => name === "TaskDuration")?.value;
    if (seconds === undefined) throw new Error("Expected the browser to report its TaskDuration");
    return 1000 * seconds;
  };
}

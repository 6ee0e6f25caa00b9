import { existsSync } from "node:fs";
import { Agent } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import type { Page } from "playwright-core";
import { quantile } from "../../diagnostics/statistics/summary";
import { openBrowser } from "../e2e/support/browser";
import { startDashboard } from "../e2e/support/dashboard";
import type { Benchmark } from "./benchmark";
import { post } from "./post";
import { temporaryHome } from "./temporary-home";

const run = "spiky";
const spikes = 8;
/** More than what merges two spikes, and enough that each is odd. */
const stepsBetween = 120;
/** Until the page shows the steps before the spike; while training it is as busy. */
const settlingMs = 1000;

const chromium = process.env.CHROMIUM ?? "";

let measured: Promise<number[]> | undefined;
const times = () => {
  measured ??= spikesOnPage();
  return measured;
};

/**
 * From sending the point that a detector alarms at, over HTTP, until the episode stands on the open page of its run: network,
 * commit, monitor, event, query and rendering. The page is open, nothing else runs.
 */
export const episodeOnPage: Benchmark[] = [0.5, 0.95].map((share) => ({
  name: share === 0.5 ? "episode-on-page" : "episode-on-page-p95",
  unit: "ms",
  repeats: 1,
  lacks: () => (existsSync(chromium) ? null : "no Chromium here; install one, or set CHROMIUM to its path"),
  ours: async () => quantile(await times(), share),
}));

async function spikesOnPage(): Promise<number[]> {
  const { home, remove } = temporaryHome();
  const dashboard = await startDashboard(["--no-demo"], home);
  const browser = await openBrowser();
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  let seq = 0;
  let next = 0;
  const send = async (norms: readonly number[]) => {
    const step = norms.map((_, index) => next + index);
    next += norms.length;
    const series = { gradient_norm: { step, value: norms }, loss: { step, value: norms.map(() => 1) } };
    const body = Buffer.from(JSON.stringify({ run, seq: ++seq, series }));
    const { status, text } = await post(`${dashboard.url}/api/ingest`, body, agent);
    if (status !== 200) throw new Error(`Expected 200, got ${status}: ${text}`);
  };
  const usual = (steps: number) => Array.from({ length: steps }, (_, index) => 1 + 0.1 * Math.sin(index));
  try {
    await send(usual(2 * stepsBetween));
    const page = await browser.newPage();
    await page.goto(`${dashboard.url}/runs/${run}`);
    await page.locator("path.js-line").first().waitFor();
    const took: number[] = [];
    while (took.length < spikes) {
      await send(usual(stepsBetween));
      await delay(settlingMs);
      const before = await told(page);
      const startedAt = performance.now();
      // A step is judged once the next begins.
      await send([300, 1]);
      await tellsMore(page, before);
      took.push(performance.now() - startedAt);
    }
    return took;
  } finally {
    agent.destroy();
    await browser.close();
    await dashboard.stop();
    remove();
  }
}

/** How often the page tells of explosions. */
const told = (page: Page): Promise<number> =>
  page.evaluate(() => document.body.innerText.split("Exploding gradient").length);

const tellsMore = (page: Page, before: number): Promise<unknown> =>
  page.waitForFunction(
    (count) => document.body.innerText.split("Exploding gradient").length > count,
    before,
    { polling: 16, timeout: 30_000 },
  );

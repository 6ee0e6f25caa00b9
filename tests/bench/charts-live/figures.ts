import { existsSync } from "node:fs";
import { median, quantile } from "../../../diagnostics/statistics/summary";
import type { Benchmark } from "../benchmark";
import { type LivePage, openLivePage } from "./live-page";

let measured: Promise<LivePage> | undefined;
const page = () => {
  measured ??= openLivePage();
  return measured;
};

const lacks = () =>
  existsSync(process.env.CHROMIUM ?? "")
    ? null
    : "no Chromium here; install one, or set CHROMIUM to its path";

/**
 * A run's page with 24 charts of 2,000 buckets in view while a batch of points arrives each second, in a real browser
 * without a GPU: what somebody would feel who scrolls or points meanwhile. All from one visit.
 */
export const liveCharts: Benchmark[] = [
  {
    name: "charts-live-frames",
    unit: "ms (p95)",
    peerIs: "the same page at rest",
    repeats: 1,
    lacks,
    ours: async () => quantile((await page()).live.framesMs, 0.95),
    peer: async () => quantile((await page()).atRest.framesMs, 0.95),
  },
  {
    name: "charts-live-median-frame",
    unit: "ms",
    peerIs: "the same page at rest",
    repeats: 1,
    lacks,
    ours: async () => median((await page()).live.framesMs),
    peer: async () => median((await page()).atRest.framesMs),
  },
  {
    name: "charts-live-longest-task",
    unit: "ms",
    repeats: 1,
    lacks,
    // The browser reports tasks from 50 ms on.
    ours: async () => (await page()).live.longTasksMs.reduce((longest, ms) => Math.max(longest, ms), 0),
  },
  {
    name: "charts-live-update",
    unit: "ms",
    repeats: 1,
    lacks,
    // Work of the page's main thread, spread over many frames.
    ours: async () => (await page()).busyMsPerUpdate,
  },
];

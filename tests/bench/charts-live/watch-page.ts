import { setTimeout as delay } from "node:timers/promises";
import type { Page } from "playwright-core";

/** What a page went through while it was watched. */
export interface Watched {
  /** Milliseconds between one frame and the next. */
  framesMs: number[];
  /** Milliseconds of each task that held the main thread for 50 or more. */
  longTasksMs: number[];
}

/** Watches a page for some seconds, calling `everySecond` at the start of each. */
export async function watchPage(page: Page, seconds: number, everySecond: () => void): Promise<Watched> {
  await page.evaluate(startWatching);
  for (let second = 0; second < seconds; second += 1) {
    const startedAt = Date.now();
    everySecond();
    await delay(1000 - (Date.now() - startedAt));
  }
  return page.evaluate(() => (window as unknown as { stopWatching(): Watched }).stopWatching());
}

/** Runs in the page. */
function startWatching(): void {
  const watched: Watched = { framesMs: [], longTasksMs: [] };
  let last = performance.now();
  let request = requestAnimationFrame(function frame(now) {
    watched.framesMs.push(now - last);
    last = now;
    request = requestAnimationFrame(frame);
  });
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) watched.longTasksMs.push(duration);
  });
  observer.observe({ type: "longtask" });
  (window as unknown as { stopWatching(): Watched }).stopWatching = () => {
    cancelAnimationFrame(request);
    observer.disconnect();
    return watched;
  };
}

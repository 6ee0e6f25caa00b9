import { openRun } from "../../../clients/node/open-run";
import type { Shape } from "./shapes";

/** What was logged, and how long that took: the calls alone, and until all of it was stored and the run had ended. */
export interface Logged {
  points: number;
  callSeconds: number;
  seconds: number;
}

/** `client <shape as JSON> <home or server>`: logs the shape's points there as a program of its own would. */
export async function runClientChild([text = "", place = ""]: string[]): Promise<void> {
  const { series, steps, call }: Shape = JSON.parse(text);
  const names = Array.from({ length: series }, (_, index) => `layer${index}/gradient_norm`);
  const calls: [Record<string, number>, number][] = [];
  for (let step = 0; step < steps; step++) {
    const metrics = names.map((name, index) => [name, Math.sin(step + index)] as const);
    if (call === "step") calls.push([Object.fromEntries(metrics), step]);
    else for (const metric of metrics) calls.push([Object.fromEntries([metric]), step]);
  }
  const run = await openRun(place.startsWith("http:") ? { url: place } : { home: place });
  const startedAt = performance.now();
  for (const [metrics, step] of calls) run.log(metrics, step);
  const called = performance.now();
  await run.finish();
  const logged: Logged = {
    points: series * steps,
    callSeconds: (called - startedAt) / 1000,
    seconds: (performance.now() - startedAt) / 1000,
  };
  process.stdout.write(`${JSON.stringify(logged)}\n`);
}

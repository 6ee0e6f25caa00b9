import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { packageRoot } from "../../../db/package-root";

it("the corrections install on a stock TensorFlow.js in a program that uses nothing else of ours", async () => {
  const file = join(packageRoot(), "tests", "trainer", "autodiff", "run-alone.mjs");
  const { stdout } = await promisify(execFile)(process.execPath, [file]);
  const { stock, corrected, again } = JSON.parse(stdout) as Record<string, number>;

  const x = 0.5;
  const t = Math.tanh(x);
  const first = t + x * (1 - t * t);
  const second = 2 * (1 - t * t) - 2 * x * t * (1 - t * t);
  expect(corrected).toBeCloseTo(2 * first * second, 6);
  expect(again).toBe(corrected);
  expect(Math.abs(stock! - corrected!), "stock tfjs is right by now: the correction can go").toBeGreaterThan(
    0.1,
  );
});

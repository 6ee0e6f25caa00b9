import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { RunConfig } from "../../db/contract/run-config";
import { median } from "../../diagnostics/statistics/summary";
import { createContext } from "../../trainer/context";
import { createWorkload } from "../../trainer/workloads";
import { onBackend } from "./on-backend";

onBackend();

setFlagsFromString("--expose-gc");
const collectYoung = () => (runInNewContext("gc") as (options: { type: "minor" }) => void)({ type: "minor" });

/** Bytes of objects, alive or not, that only a major collection frees. */
function oldBytes(): number {
  collectYoung();
  return getHeapSpaceStatistics().find(({ space_name }) => space_name === "old_space")!.space_used_size;
}

test("a step leaves next to nothing behind that waits for a major collection", () => {
  const config = RunConfig.parse({
    workload: "ring-gan",
    hidden: 8,
    layers: 1,
    batchSize: 8,
    discriminatorUpdates: 1,
    interventions: [{ name: "wgan-gp", coefficient: 1 }],
  });
  const context = createContext(config);
  const workload = createWorkload(config, context);
  const train = (steps: number) => {
    for (let made = 0; made < steps; made += 1) {
      context.step += 1;
      workload.step(new Map());
    }
  };
  // What the compiler makes is old as well, and V8 has by then learned where objects come from.
  train(1000);
  const stretch = 200;
  const bytesAStep = Array.from({ length: 3 }, () => {
    const before = oldBytes();
    train(stretch);
    return (oldBytes() - before) / stretch;
  });
  // 19,000 where V8 takes the tape for what lives long; at most 1,500 otherwise, as long as it still compiles.
  expect(median(bytesAStep)).toBeLessThan(5000);
});

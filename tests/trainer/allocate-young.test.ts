import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { median } from "../../diagnostics/statistics/summary";
import { onBackend } from "./on-backend";
import { smallGan } from "./small-gan";

onBackend();

setFlagsFromString("--expose-gc");
const collectYoung = () => (runInNewContext("gc") as (options: { type: "minor" }) => void)({ type: "minor" });

/** Bytes of objects, alive or not, that only a major collection frees. */
function oldBytes(): number {
  collectYoung();
  return getHeapSpaceStatistics().find(({ space_name }) => space_name === "old_space")!.space_used_size;
}

test("a step leaves next to nothing behind that waits for a major collection", () => {
  const train = smallGan();
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

import { test } from "vitest";
import { killAtRandom } from "./kill-at-random";

// 50 of them: tests/science.
test(
  "a server and its trainer that are killed with -9 at 8 random moments lose nothing, and the run goes on bitwise",
  {
    timeout: 300_000,
  },
  () => killAtRandom(8),
);

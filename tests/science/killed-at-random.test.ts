import { test } from "vitest";
import { killAtRandom } from "../server/kills/kill-at-random";

test("a server and its trainer that are killed with -9 at 50 random moments lose nothing, and the run goes on bitwise", () =>
  killAtRandom(50));

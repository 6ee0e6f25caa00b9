import { join } from "node:path";
import { bundle, ensureServerBuilt } from "../../server/bin/build.mjs";
import { distFolder } from "../../server/bin/package-root.mjs";
import { installedChromium } from "./chromium.mjs";
import { runNode } from "./suites.mjs";

/** Benchmarks run as bundles, like what they measure. Those of pages take the browser that CHROMIUM names, if any. */
export async function runBenchmarks(args) {
  await ensureServerBuilt();
  await bundle(["tests/bench/main.ts"]);
  const code = await runNode(join(distFolder, "tests", "bench", "main.js"), args, {
    CHROMIUM: process.env.CHROMIUM ?? installedChromium() ?? "",
  });
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
}

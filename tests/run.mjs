// Runs from a bare clone: nothing but Node is needed before the first step.
import { ensureDashboardBuilt, ensureServerBuilt } from "../server/bin/build.mjs";
import { ensureInstalled } from "../server/bin/install.mjs";
import { BuildError } from "../server/bin/run-logged.mjs";
import { runBenchmarks } from "./runner/benchmarks.mjs";
import { findChromium } from "./runner/chromium.mjs";
import { check, testSuite } from "./runner/suites.mjs";

const usage = `Usage: node tests/run.mjs <what>
  verify   types, lint, and every test that needs no browser
  all      verify, then a full build and the tests in a real browser
  science  known answers that take whole trainings, and 50 kills of real processes; some ten minutes
  bench    the benchmarks; [--only <name>] [--json <file>] [--peers]`;

/** Every suite runs, whatever the ones before it found; the last line is the sum. */
async function verify() {
  return [
    await check("Types", "typescript/bin/tsc", ["--noEmit"]),
    await check("Lint", "@biomejs/biome/bin/biome", ["check", "."]),
    await testSuite("Tests", "vitest.config.ts"),
  ];
}

async function all() {
  const results = await verify();
  try {
    await ensureServerBuilt();
    await ensureDashboardBuilt();
    const chromium = await findChromium();
    results.push(await testSuite("Browser tests", "vitest.e2e.config.ts", { CHROMIUM: chromium }));
  } catch (error) {
    process.stderr.write(`${describe(error)}\n`);
    results.push({ passed: 0, failed: 1 });
  }
  return results;
}

function sum(results) {
  const passed = results.reduce((total, result) => total + result.passed, 0);
  const failed = results.reduce((total, result) => total + result.failed, 0);
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
}

const describe = (error) => (error instanceof BuildError ? error.message : error.stack);

async function main([what, ...args]) {
  if (!["verify", "all", "science", "bench"].includes(what)) {
    process.stderr.write(`${usage}\n`);
    return 2;
  }
  await ensureInstalled();
  if (what === "bench") return sum([await runBenchmarks(args)]);
  if (what === "science") return sum([await testSuite("Known answers", "vitest.science.config.ts")]);
  return sum(what === "verify" ? await verify() : await all());
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    process.stderr.write(`${describe(error)}\n`);
    process.stdout.write("0 passed, 1 failed\n");
    process.exitCode = 1;
  },
);

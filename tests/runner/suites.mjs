import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../server/bin/package-root.mjs";

const resultsFolder = join(root, "test-results");

/** A tool that is silent or complains; counts as one test. */
export async function check(title, script, args) {
  heading(title);
  const code = await runScript(script, args);
  process.stdout.write(code === 0 ? `✔ ${title}\n` : `✖ ${title}: failed\n`);
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
}

/** A vitest configuration; its totals come from the report it writes, so a crash half way counts as a failure. */
export async function testSuite(title, config, env = {}) {
  heading(title);
  mkdirSync(resultsFolder, { recursive: true });
  const report = join(resultsFolder, `${config.replace(/\.ts$/, "")}.json`);
  rmSync(report, { force: true });
  const code = await runScript(
    "vitest/vitest.mjs",
    ["run", "--config", config, "--reporter=default", "--reporter=json", `--outputFile.json=${report}`],
    env,
  );
  if (!existsSync(report)) return { passed: 0, failed: 1 };
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, "utf8"));
  // A file that does not even load has no test that could fail.
  const broken = testResults.filter(
    ({ status, assertionResults }) =>
      status === "failed" && assertionResults.every((test) => test.status !== "failed"),
  ).length;
  const failed = numFailedTests + broken;
  return { passed: numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed };
}

const heading = (title) => process.stdout.write(`\n== ${title}\n`);

const runScript = (script, args, env) => runNode(join(root, "node_modules", script), args, env);

/** Runs a script with this Node; its output is ours. Resolves to its exit code. */
export function runNode(script, args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script, ...args], {
      cwd: root,
      stdio: ["ignore", "inherit", "inherit"],
      env: { ...process.env, ...env },
    });
    child.on("error", () => resolve(1));
    child.on("close", (code) => resolve(code ?? 1));
  });
}

import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test } from "vitest";
import { distFile } from "../../db/package-root";
import { freshDatabase, freshHome } from "../setup/database";
import { runCli } from "./run-cli";

/** A server without pages on a data home; resolves to its URL. */
async function startServer(home: string): Promise<string> {
  const args = ["--home", home, "--port", "0", "--no-demo", "--no-pages", "--slots", "2"];
  const server = spawn(process.execPath, [distFile("server/main.js"), ...args], {
    stdio: ["ignore", "pipe", "ignore"],
    env: { ...process.env, GRADIOMETER_HOME: home, GRADIOMETER_BACKEND: "wasm" },
  });
  onTestFinished(async () => {
    server.kill("SIGTERM");
    if (server.exitCode === null) await once(server, "exit");
  });
  const [url] = (await once(createInterface({ input: server.stdout }), "line")) as [string];
  return url;
}

test("compare leaves the training to a server on its data home, and shows how it ends", async () => {
  const home = freshHome();
  const url = await startServer(home);
  const command = "compare temporal-order-rnn --arms none,clip-global-norm --seeds 1 --set steps=15";
  const { code, stdout, stderr } = await runCli(command.split(" "), { home });
  expect(stderr).toContain(`the server trains its 2 runs, ${url}/experiments/`);
  expect(stdout).toMatch(/clip-global-norm +1 /);
  expect(code).toBe(0);
});

test("a module that never ends a step ends its runs and leaves the server whole", async () => {
  const home = freshHome();
  const url = await startServer(home);
  writeFileSync(
    join(home, "stuck.ts"),
    [
      'import { defineWorkload } from "gradiometer";',
      "export default defineWorkload({",
      '  kind: "step", name: "stuck", settings: { from: 2 }, defaults: { steps: 5 },',
      "  create: (setup) => ({",
      "    step() {",
      "      while (setup.step >= setup.settings.from);",
      "      return { outcome: 1 };",
      "    },",
      "  }),",
      "});",
    ].join("\n"),
  );
  const arms = ["--arms", "none,clip-value", "--seeds", "1"];
  const stuck = await runCli(["compare", "./stuck.ts", ...arms, "--set", "limits.stepSeconds=1"], { home });
  expect(stuck.stderr).toContain("the server trains its 2 runs");
  const runs = freshDatabase(home).sqlite.prepare("SELECT status, message FROM run").all();
  const message = expect.stringMatching(/^stuck.ts:6: Step 2 took longer than 1 s and was here/);
  expect(runs).toEqual([
    { status: "crashed", message },
    { status: "crashed", message },
  ]);
  // It answers, and trains what comes next.
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  const whole = await runCli(["compare", "./stuck.ts", ...arms, "--set", "from=9", "--json"], { home });
  expect(whole.code, whole.stderr).toBe(0);
});

test("a second server on the same data is refused and names the first", async () => {
  const home = freshHome();
  const url = await startServer(home);
  const { code, stderr } = await runCli(["start", "--port", "0"], { home });
  expect(stderr).toContain(`Another server (pid`);
  expect(stderr).toContain(url);
  expect(code).toBe(5);
});

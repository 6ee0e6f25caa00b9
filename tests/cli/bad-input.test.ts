import { spawnSync } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { databaseFile } from "../../db/home";
import { distFile } from "../../db/package-root";
import { emptyHome, freshDatabase, freshHome } from "../setup/database";
import { runCli } from "./run-cli";

const isRoot = process.getuid?.() === 0;
/** For root nothing is read-only, so that test runs as nobody, where nobody may read the program. */
const nobody = 65_534;
const othersMayReadUs = () =>
  spawnSync(process.execPath, [distFile("server/cli/main.js"), "--version"], { uid: nobody, gid: nobody })
    .status === 0;

/** One sentence or two on stderr, nothing on stdout, no stack trace. */
function expectRefusal(
  result: { code: number | null; stdout: string; stderr: string },
  code: number,
  says: string,
) {
  expect(result.stderr).toContain(says);
  expect(result).toMatchObject({ code, stdout: "" });
  expect(result.stderr).not.toMatch(/\n\s+at /);
}

describe("input that is refused before anything is stored", () => {
  test.each([
    ["train ring-gam", 'Unknown workload "ring-gam"; did you mean "ring-gan"?'],
    ["train ring-gan --set stpes=5", 'Unknown setting of ring-gan "stpes"; did you mean "steps"?'],
    ["train ring-gan --set steps=ten", 'steps: expected a number, got "ten".'],
    ["train ring-gan --set batchSize=0", "batchSize: expected a number of at least 1, got 0."],
    ["train ring-gan --interventions wgan-pg", 'Unknown intervention "wgan-pg"; did you mean "wgan-gp"?'],
    ["train temporal-order-rnn --interventions r1", '"r1" acts on a discriminator'],
    ["train ring-gan --seed -1", "Expected a whole number from 0 to 4294967295"],
    ["train ring-gan --backend wsam", 'Unknown backend "wsam"; did you mean "wasm"?'],
    ["compare ring-gan --arms none+wgan-gp --seeds 2", '"none" is the empty set and joins nothing'],
    ["compare ring-gan --arms none --seeds 2 --first-seed 4294967295", "seeds go up to 4294967295"],
    ["compare ring-gan --arms none --seeds 2 --set seed=5", "takes seeds from --seeds"],
    ["compare ring-gan --arms none --seeds 2 --set sampleEvery=0", "sampleEvery 0 draws none"],
    ["train ring-gan --backend node", 'Backend "node" is not installed'],
    ["compare ring-gan --arms none,clip --seeds 2", 'Unknown intervention "clip"'],
    ["compare ring-gan --arms none --seeds 0", "Expected a whole number from 1 to 1000"],
    ["compare ring-gan --seeds 2", "required option '--arms"],
    ["runs --status runing", 'Unknown status "runing"; did you mean "running"?'],
    [
      `runs --filter ${"seed".repeat(501)}`,
      "Invalid list of runs: filter: Too big: expected string to have <=2000 characters",
    ],
    ["show ../x", '"../x" is no run id'],
    ["start --port 70000", 'Expected a whole number from 0 to 65535, got "70000"'],
    ["start --prot 3000", "unknown option '--prot'"],
    ["trian ring-gan", "unknown command 'trian'"],
    ["backend install cuda", "Allowed choices are gpu, node."],
  ])("%s", async (command, says) => {
    expectRefusal(await runCli(command.split(" "), { home: emptyHome() }), 2, says);
  });
});

describe("faults of what is there", () => {
  test("an unknown run is not found", async () => {
    const home = freshHome();
    for (const command of ["show", "cancel"])
      expectRefusal(await runCli([command, "nosuchrun"], { home }), 4, 'o run "nosuchrun"');
  });

  test("a home without a database says how to get one", async () => {
    expectRefusal(await runCli(["runs"], { home: emptyHome() }), 4, "No database at");
  });

  test("a file that is no database is left alone", async () => {
    const home = emptyHome();
    writeFileSync(
      databaseFile(home),
      "these are my notes, not a database, and long enough to be read as one",
    );
    for (const command of ["db migrate", "train ring-gan", "runs", "start --port 0"])
      expectRefusal(await runCli(command.split(" "), { home }), 6, "found another kind of file");
  });

  test("a database of a newer version asks for the newer program", async () => {
    const home = freshHome();
    freshDatabase(home).sqlite.pragma("user_version = 9999");
    expectRefusal(await runCli(["runs"], { home }), 6, "is of version 9999");
  });

  test.skipIf(isRoot && !othersMayReadUs())("a read-only home says so", async () => {
    const home = freshHome();
    chmodSync(databaseFile(home), 0o444);
    chmodSync(home, 0o555);
    onTestFinished(() => chmodSync(home, 0o755));
    const result = await runCli(["train", "ring-gan"], { home, ...(isRoot ? { uid: nobody } : {}) });
    expectRefusal(result, 6, "read-only");
  });

  test("a home that is a file says so", async () => {
    const home = emptyHome();
    writeFileSync(`${home}/taken`, "");
    const result = await runCli(["train", "ring-gan"], { home, env: { GRADIOMETER_HOME: `${home}/taken` } });
    expectRefusal(result, 6, "check that its folder exists and is writable");
  });

  test("a port in use names a free one", async () => {
    const taken = createServer();
    await new Promise<void>((listening) => taken.listen(0, "127.0.0.1", listening));
    onTestFinished(() => {
      taken.close();
    });
    const { port } = taken.address() as { port: number };
    const result = await runCli(["start", "--no-demo", "--port", String(port)], { home: freshHome() });
    expect(result.stderr).toContain(`Port ${port} is in use by another program. Start with --port`);
    expect(result.code).toBe(5);
  });

  test("beyond this machine a token is required", async () => {
    const result = await runCli(["start", "--no-demo", "--host", "0.0.0.0", "--port", "0"], {
      home: freshHome(),
    });
    expect(result.stderr).toContain("GRADIOMETER_TOKEN");
    expect(result.code).toBe(2);
  });
});

import { spawnSync } from "node:child_process";
import { appendFileSync, chmodSync, chownSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { distFile } from "../../db/package-root";
import { listBranches } from "../../db/store/branches/branches";
import { listSeries } from "../../db/store/series/series";
import { lightningLogger } from "../server/import/lightning-logger";
import { emptyHome, freshDatabase } from "../setup/database";
import { runCli } from "./run-cli";

const spike = 120;
const trace = Array.from({ length: 200 }, (_, step) =>
  JSON.stringify({
    step,
    metrics: {
      loss: step > spike ? 50 : 1 / (1 + step),
      grad_norm: step === spike ? 5000 : 1 + 0.1 * Math.sin(step),
    },
  }),
).join("\n");

test("an import ends with its runs, their episodes and where to look; again, it adds nothing and says the same", async () => {
  const home = emptyHome();
  writeFileSync(join(home, "trace.jsonl"), `${trace}\n`);
  const first = await runCli(["import", "trace.jsonl"], { home });
  expect(first.code).toBe(0);
  expect(first.stdout).toMatch(/^run +format +new points +name\ntrace-[0-9a-f]{10} +jsonl +400 +trace\n/);
  expect(first.stdout).toMatch(/exploding_gradient +grad_norm +120–\d+ +5000 +closed +open +trace\n/);
  expect(first.stdout).toMatch(/Look: gradiometer show trace-[0-9a-f]{10}, or gradiometer start/);
  const second = await runCli(["import", "trace.jsonl"], { home });
  expect(second.stdout).toBe(first.stdout.replace("       400  ", "         0  "));
});

test("what cannot be imported is told in a sentence", async () => {
  const home = emptyHome();
  writeFileSync(join(home, "notes.txt"), "nothing\n");
  writeFileSync(join(home, "empty.jsonl"), '{"run":"x","config":{}}\n');
  for (const [args, says] of [
    [["import", "notes.txt"], "no file there is of a format that is understood"],
    [["import", "gone"], "there is no such file or folder"],
    [["import", "notes.txt", "--as", "cvs"], 'Unknown format "cvs"; did you mean "csv"?'],
    [["import", "empty.jsonl", "--as", "jsonl"], "expected numbers by step, got none that can be read"],
  ] as const) {
    const { code, stdout, stderr } = await runCli(args, { home });
    expect(stderr).toContain(says);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect({ code, stdout }).toEqual({ code: says.includes("no such file") ? 4 : 2, stdout: "" });
  }
});

test("files and folders that another user may not read are told, each by its name; the others are imported", async ({
  skip,
}) => {
  const nobody = 65_534;
  const { status } = spawnSync(process.execPath, [distFile("server/cli/main.js"), "--version"], {
    uid: nobody,
    gid: nobody,
  });
  if (status !== 0) skip("no other user may run this checkout from here");
  const home = emptyHome();
  chownSync(home, nobody, nobody);
  mkdirSync(join(home, "logs", "closed"), { recursive: true });
  for (const name of ["open.csv", "closed.csv", "closed/inner.csv"])
    writeFileSync(join(home, "logs", name), "step,loss\n0,1\n1,2\n");
  chmodSync(join(home, "logs", "closed.csv"), 0o600);
  chmodSync(join(home, "logs", "closed"), 0o700);
  for (const path of ["logs/closed.csv", "logs/closed", "logs/closed/inner.csv"]) {
    const { code, stdout, stderr } = await runCli(["import", path], { home, uid: nobody });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(`${path} cannot be read: this user (id 65534) has no permission`);
    expect(stderr).not.toMatch(/\n\s+at /);
  }
  const { code, stdout, stderr } = await runCli(["import", "logs"], { home, uid: nobody });
  expect(code).toBe(0);
  expect(stdout).toMatch(/csv +2 {2}open\n/);
  expect(stderr).toMatch(/logs\/closed cannot be read: this user[\s\S]*logs\/closed\.csv cannot be read/);
});

test("--watch follows a file that grows and ends with Ctrl-C", async () => {
  const home = emptyHome();
  const file = join(home, "trace.jsonl");
  const lines = trace.split("\n");
  writeFileSync(file, `${lines.slice(0, 150).join("\n")}\n`);
  let written = 150;
  const growing = setInterval(() => {
    const line = lines[written++];
    if (line) appendFileSync(file, `${line}\n`);
  }, 500);
  const { code, stdout, stderr } = await runCli(["import", "--watch", "trace.jsonl"], {
    home,
    signalAfter: /\d new points/,
  });
  clearInterval(growing);
  expect(stderr).toMatch(/Following trace\.jsonl; Ctrl-C ends it\.\ntrace: \d+ new points\n/);
  expect(code).toBe(0);
  expect(Number(stdout.match(/(\d+) {2}trace\n/)?.[1])).toBeGreaterThan(300);
  expect(stdout).toMatch(/exploding_gradient +grad_norm +120–/);
});

test("--watch follows a Lightning run whose file is written anew, slowly, whenever a metric is new", async () => {
  const home = emptyHome();
  const file = join(home, "lightning_logs", "version_0", "metrics.csv");
  const logger = lightningLogger(file);
  let hasEnded = false;
  const written = (async () => {
    for (let step = 0; step < 60; step++) {
      const isNew = step % 12 === 0;
      logger.log(step, { loss: 1 / (1 + step), ...(isNew && { [`${9 - step / 12}/acc`]: step }) });
      const whole = logger.save(isNew && step > 0);
      if (isNew && step > 0)
        for (let at = 0; at < whole.length; at += 97) {
          if (at === 0) writeFileSync(file, whole.slice(0, 97));
          else appendFileSync(file, whole.slice(at, at + 97));
          await sleep(15);
        }
      await sleep(40);
    }
    // So many at once tell that all before them was seen.
    for (let step = 60; !hasEnded; await sleep(2_000)) {
      for (const end = step + 40; step < end; step++) logger.log(step, { loss: 0.5 });
      logger.save();
    }
  })();
  const { code, stderr, stdout } = await runCli(["import", "--watch", "lightning_logs", "--json"], {
    home,
    signalAfter: /: [4-9]\d new points\n$/,
  });
  hasEnded = true;
  await written;
  expect({ code, said: stderr.match(/left out|cannot|--name/i) }).toEqual({ code: 0, said: null });
  const [run, ...others] = JSON.parse(stdout) as { runId: string; points: number; remarks: string[] }[];
  expect(others).toEqual([]);
  const points = run!.points - 5;
  expect({ remarks: run!.remarks, late: (points - 60) % 40 }).toEqual({ remarks: [], late: 0 });
  const db = freshDatabase(home);
  expect(listSeries(db, run!.runId).map(({ name, count, replaced }) => [name, count, replaced])).toEqual([
    ...[5, 6, 7, 8, 9].map((at) => [`${at}/acc`, 1, 0]),
    ["loss", points, 0],
  ]);
  expect(listBranches(db, run!.runId)).toEqual([]);
});

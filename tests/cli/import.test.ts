import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { emptyHome } from "../setup/database";
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

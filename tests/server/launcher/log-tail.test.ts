import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { expect, test } from "vitest";
import { runLogFile } from "../../../db/home";
import { logTail } from "../../../server/launcher/log-tail";
import { emptyHome } from "../../setup/database";

/** As Node 20 prints it. */
const heapFull = [
  "",
  "<--- JS stacktrace --->",
  "",
  "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory",
  "----- Native stack trace -----",
  "",
  " 1: 0xb78db3 node::OOMErrorHandler(char const*, v8::OOMDetails const&) [/usr/bin/node]",
  "16: 0x195e476  [/usr/bin/node]",
];

function tailOf(lines: readonly string[]): string {
  const home = emptyHome();
  const file = runLogFile(home, "r1");
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${lines.join("\n")}\n`);
  return logTail(home, "r1");
}

test("a trainer's last lines are told", () => {
  expect(tailOf(Array.from({ length: 30 }, (_, line) => `line ${line}`))).toBe(
    Array.from({ length: 12 }, (_, line) => `line ${line + 18}`).join("\n"),
  );
});

test("where JavaScript's memory was full, that is told in the place of Node's own stack", () => {
  expect(tailOf(["step 3", ...heapFull])).toMatch(
    /^Reached heap limit Allocation failed - JavaScript heap out of memory: it keeps more than Node lets it\. .*--max-old-space-size=8192/,
  );
});

test("that an earlier attempt ended so is not told of a later one", () => {
  expect(tailOf([...heapFull, "the file is gone"])).toMatch(/\nthe file is gone$/);
});

test("what TensorFlow says as it is loaded is left out", () => {
  const greeting = [
    "WARNING: All log messages before absl::InitializeLog() is called are written to STDERR",
    "I0000 00:00:1795329273.732956   27868 port.cc:153] oneDNN custom operations are on.",
  ];
  expect(tailOf(greeting)).toBe("");
  expect(tailOf([...greeting, "Paused by the guardrail"])).toBe("Paused by the guardrail");
});

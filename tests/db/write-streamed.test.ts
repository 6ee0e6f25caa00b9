import { pbkdf2 } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { writeStreamed } from "../../db/write-streamed";
import { freshHome } from "../setup/database";

const derive = promisify(pbkdf2);
const bytes = (text: string) => new TextEncoder().encode(text);

test("chunks make a file, in a folder that is made for it", async () => {
  const file = join(freshHome(), "deep", "report.html");
  async function* chunks() {
    yield bytes("one ");
    yield bytes("two");
  }
  expect(await writeStreamed(file, chunks())).toBe(7);
  expect(readFileSync(file, "utf8")).toBe("one two");
});

test.each([0, 2])("chunks that fail after %i leave nothing behind", async (written) => {
  const folder = join(freshHome(), "reports");
  const file = join(folder, "report.html");
  async function* chunks() {
    for (let at = 0; at < written; at++) yield bytes("part");
    throw new Error("no such log");
  }
  // Whoever opens files has other work to do first, as in a program that has just begun.
  const busy = Array.from({ length: 8 }, () => derive("a", "b", 100_000, 32, "sha256"));
  await expect(writeStreamed(file, chunks())).rejects.toThrow("no such log");
  await Promise.all(busy);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(existsSync(file)).toBe(false);
  expect(readdirSync(folder)).toEqual([]);
});

import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { type FileInZip, zip } from "../../../server/export/zip";
import { emptyHome } from "../../setup/database";
import { readZip } from "./read-zip";

/** Names with others' letters, one twice; and what each holds, in pieces. */
const odd: readonly (readonly [name: string, ...pieces: string[]])[] = [
  ["Übung/損失.csv", "a,b\n", "1,2\n"],
  ["empty.csv"],
  ["twice.csv", "first"],
  ["twice.csv", "second"],
];
const has = (command: string) => spawnSync(command, ["--version"]).status === 0;

test("files come back under their names, of other letters too, and one twice", async () => {
  const archive = await collect(odd.map(([name, ...texts]) => ({ name, chunks: chunksOf(...texts) })));
  expect(readZip(archive)).toEqual(odd.map(([name, ...texts]) => [name, texts.join("")]));
});

test.skipIf(!has("python3"))("Python's zipfile finds the same files, and every checksum right", async () => {
  const file = join(emptyHome(), "archive.zip");
  writeFileSync(file, await collect(odd.map(([name, ...texts]) => ({ name, chunks: chunksOf(...texts) }))));
  const script = `import json, sys, zipfile
archive = zipfile.ZipFile(sys.argv[1])
print(json.dumps([archive.testzip(), [[line.filename, archive.read(line).decode()] for line in archive.infolist()]]))`;
  const { stdout } = spawnSync("python3", ["-c", script, file], { encoding: "utf8" });
  expect(JSON.parse(stdout)).toEqual([null, odd.map(([name, ...texts]) => [name, texts.join("")])]);
});

test("an archive without files is one", async () => {
  expect(readZip(await collect([]))).toEqual([]);
});

test("what goes wrong in a file is thrown, and nothing after it is asked for", async () => {
  const asked: string[] = [];
  const files = (function* (): Generator<FileInZip> {
    asked.push("good");
    yield { name: "good", chunks: chunksOf("whole") };
    asked.push("bad");
    yield {
      name: "bad",
      chunks: (async function* () {
        yield Buffer.from("half");
        throw new Error("the disk is gone");
      })(),
    };
    asked.push("next");
  })();
  const parts: Uint8Array[] = [];
  const reading = (async () => {
    for await (const part of zip(files)) parts.push(part);
  })();
  await expect(reading).rejects.toThrow("the disk is gone");
  expect(asked).toEqual(["good", "bad"]);
  expect(() => readZip(Buffer.concat(parts))).toThrow("no end record");
});

test("a file is read as fast as the archive is taken, and let go of when nobody takes more", async () => {
  let given = 0;
  let closed = false;
  const endless = (async function* () {
    try {
      for (;;) {
        given++;
        // Bytes that do not pack.
        yield Buffer.from(
          Array.from({ length: 1 << 16 }, (_, i) => (Math.imul(given * i, 2654435761) >>> 13) & 255),
        );
      }
    } finally {
      closed = true;
    }
  })();
  for await (const part of zip([{ name: "endless", chunks: endless }])) {
    expect(part.length).toBeGreaterThan(0);
    if (given > 0) break;
  }
  await setTimeout(50);
  expect(closed).toBe(true);
  expect(given).toBeLessThan(40);
});

async function collect(files: Iterable<FileInZip>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of zip(files)) parts.push(part);
  return Buffer.concat(parts);
}

async function* chunksOf(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

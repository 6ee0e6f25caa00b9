import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { mediaFile } from "../../../db/home";
import { isKnownMedia, writeMedia } from "../../../db/store/media/media";
import { emptyHome, freshDatabase } from "../../setup/database";
import { startRun } from "../test-run";

test("an image lies under the hash of its bytes, once, with no draft left beside it", () => {
  const home = emptyHome();
  const bytes = new Uint8Array([137, 80, 78, 71, 1, 2, 3]);
  const sha256 = writeMedia(home, bytes);
  expect(sha256).toBe(createHash("sha256").update(bytes).digest("hex"));
  expect(writeMedia(home, bytes)).toBe(sha256);
  expect(new Uint8Array(readFileSync(mediaFile(home, sha256)))).toEqual(bytes);
  expect(readdirSync(dirname(mediaFile(home, sha256)))).toEqual([`${sha256}.png`]);
});

test("a home where no image can be written is named", () => {
  const home = emptyHome();
  writeFileSync(join(home, "media"), "");
  expect(() => writeMedia(home, new Uint8Array([1]))).toThrow(
    expect.objectContaining({ code: "storage-unusable", message: expect.stringContaining(home) }),
  );
});

test("only images that a run refers to are known", () => {
  const db = freshDatabase();
  const sha256 = "b".repeat(64);
  expect(isKnownMedia(db, sha256)).toBe(false);
  startRun(db).send({
    media: [
      {
        step: 0,
        wallTimeMs: 0,
        name: "samples",
        sha256,
        mimeType: "image/png",
        width: 1,
        height: 1,
        bytes: 1,
      },
    ],
  });
  expect(isKnownMedia(db, sha256)).toBe(true);
});

import { createHash } from "node:crypto";
import { closeSync, createReadStream, openSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { openStore } from "../../db/connection";
import { GradiometerError } from "../../db/contract/errors";
import { storageError, withStorageErrors } from "../../db/storage-errors";
import { writeStreamed } from "../../db/write-streamed";
import { databaseName, Manifest, manifestName } from "./manifest";
import { type TarEntry, tarEntries } from "./tar";

/** What a backup may hold; nothing else is written, wherever its path points. */
const allowed =
  /^(?:gradiometer\.db|media\/[0-9a-f]{2}\/(?<media>[0-9a-f]{64})\.png|checkpoints\/[0-9a-f]{2}\/(?<checkpoint>[0-9a-f]{64})\.ckpt|logs\/[\w.-]{1,80}\.log)$/;

/**
 * Unpacks a backup into a folder and holds everything to what it should be: files named by their hash to that hash, the
 * database to the manifest's and to SQLite's own check. Throws "invalid" with what is wrong and where.
 */
export async function unpack(file: string, folder: string): Promise<Manifest> {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile())
    throw new GradiometerError("not-found", `No backup at ${file}`);
  const descriptor = withStorageErrors(file, () => openSync(file, "r"));
  let manifest: Manifest | undefined;
  let files = 0;
  try {
    for (const entry of tarEntries(descriptor, file)) {
      if (!manifest) manifest = await readManifest(file, entry);
      else {
        await extract(file, entry, folder, manifest);
        if (entry.path !== databaseName) files++;
      }
    }
  } catch (error) {
    throw storageError(folder, error) ?? error;
  } finally {
    closeSync(descriptor);
  }
  if (!manifest) throw notOurs(file);
  if (files !== manifest.files)
    throw new GradiometerError(
      "invalid",
      `${file} says ${manifest.files} files and holds ${files}: it is incomplete`,
    );
  checkDatabase(file, join(folder, databaseName));
  return manifest;
}

const notOurs = (file: string) =>
  new GradiometerError(
    "invalid",
    `${file} is no backup of Gradiometer: it does not begin with ${manifestName}`,
  );

async function readManifest(file: string, entry: TarEntry): Promise<Manifest> {
  if (entry.path !== manifestName || entry.bytes > 1e6) throw notOurs(file);
  let text = "";
  for await (const piece of content(file, entry)) text += String(piece);
  try {
    return Manifest.parse(JSON.parse(text));
  } catch (cause) {
    throw new GradiometerError("invalid", `The manifest of ${file} is damaged`, { cause });
  }
}

async function extract(file: string, entry: TarEntry, folder: string, manifest: Manifest): Promise<void> {
  const { path } = entry;
  const match = path.match(allowed);
  if (!match) throw new GradiometerError("invalid", `${file} holds "${path}", which no backup of ours does`);
  const expected =
    path === databaseName ? manifest.database.sha256 : (match.groups?.media ?? match.groups?.checkpoint);
  const hash = createHash("sha256");
  const bytes = await writeStreamed(join(folder, path), hashed(content(file, entry), hash));
  if (bytes !== entry.bytes)
    throw new GradiometerError("invalid", `${file} ends within ${path}: it is incomplete`);
  const found = hash.digest("hex");
  if (expected !== undefined && found !== expected)
    throw new GradiometerError(
      "invalid",
      `${path} in ${file} is damaged: its SHA-256 is ${found.slice(0, 12)}…, expected ${expected.slice(0, 12)}…`,
    );
}

async function* content(file: string, { offset, bytes }: TarEntry): AsyncGenerator<Buffer> {
  if (bytes > 0)
    yield* createReadStream(file, { start: offset, end: offset + bytes - 1, highWaterMark: 1 << 20 });
}

async function* hashed(pieces: AsyncIterable<Buffer>, hash: { update(piece: Buffer): unknown }) {
  for await (const piece of pieces) {
    hash.update(piece);
    yield piece;
  }
}

function checkDatabase(file: string, database: string): void {
  if (!statSync(database, { throwIfNoEntry: false }))
    throw new GradiometerError("invalid", `${file} holds no database: it is incomplete`);
  // Brings it to this version too; one of a newer Gradiometer is refused.
  const db = openStore(dirname(database));
  try {
    const found = db.sqlite.pragma("integrity_check(1)", { simple: true });
    if (found !== "ok")
      throw new GradiometerError("invalid", `The database in ${file} is damaged: ${String(found)}`);
  } finally {
    db.close();
  }
}

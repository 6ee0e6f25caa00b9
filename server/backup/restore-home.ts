import { randomBytes } from "node:crypto";
import { existsSync, linkSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { openDatabase } from "../../db/connection";
import { GradiometerError } from "../../db/contract/errors";
import { createFolder } from "../../db/create-folder";
import { databaseFile } from "../../db/home";
import { withStorageErrors } from "../../db/storage-errors";
import { draftSuffix } from "../../db/write-whole";
import { checkHomeFree } from "../home/lock-home";
import { isTrainerAlive, trainerRows } from "../launcher/trainer-rows";
import { databaseName, type Manifest } from "./manifest";
import { unpack } from "./unpack";

export interface Restored extends Manifest {
  /** Where the database that was there before now lies; null where there was none. */
  setAside: string | null;
}

/**
 * Brings a data home to what a backup holds. Everything is unpacked and verified inside the home first; then the files
 * move to their places, which disturbs nothing since their names are their hashes, and last the database, by one rename:
 * whenever this process dies, the home is wholly the old or wholly the new one. The old database is set aside, never lost.
 */
export async function restoreHome(home: string, file: string, force: boolean): Promise<Restored> {
  checkHomeFree(home);
  checkReplaceable(home, force);
  const staging = join(home, `restore-${randomBytes(6).toString("hex")}${draftSuffix}`);
  withStorageErrors(home, () => createFolder(staging));
  try {
    const manifest = await unpack(file, staging);
    // Unpacking takes its time: someone may have begun to use the home.
    checkHomeFree(home);
    checkReplaceable(home, force);
    return { ...manifest, setAside: withStorageErrors(home, () => swap(home, staging)) };
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

function checkReplaceable(home: string, force: boolean): void {
  const database = databaseFile(home);
  if (!existsSync(database)) return;
  let runs: number;
  try {
    const db = openDatabase(database);
    try {
      const training = trainerRows(db).filter((row) => isTrainerAlive(row));
      if (training.length > 0)
        throw new GradiometerError(
          "conflict",
          `${training.length} trainer${training.length === 1 ? "" : "s"} still record into ${home}; cancel them first (gradiometer cancel <run>)`,
        );
      runs = db.statement("SELECT count(*) FROM run").pluck().get() as number;
    } finally {
      db.close();
    }
  } catch (error) {
    // One that cannot be read is the very reason to restore; yet replacing it is for a person to say.
    if (!force || (error instanceof GradiometerError && error.code === "conflict")) throw error;
    return;
  }
  if (runs > 0 && !force)
    throw new GradiometerError(
      "conflict",
      `${home} holds ${runs} run${runs === 1 ? "" : "s"}, which this would replace; --force sets that database aside and restores, or set GRADIOMETER_HOME to another folder`,
    );
}

/** Moves what was unpacked to its place, the database last; returns where the old one lies. */
function swap(home: string, staging: string): string | null {
  for (const entry of readdirSync(staging, { recursive: true, withFileTypes: true })) {
    const from = join(entry.parentPath, entry.name);
    const path = relative(staging, from);
    if (!entry.isFile() || path.startsWith(databaseName)) continue;
    createFolder(dirname(join(home, path)));
    renameSync(from, join(home, path));
  }
  const database = databaseFile(home);
  const aside = existsSync(database) ? setAside(database, "before-restore") : null;
  renameSync(join(staging, databaseName), database);
  return aside;
}

/**
 * Keeps a database under another name, with the log that belongs to it. The file itself stays under its own name as
 * well, by a second link, until the rename that follows takes its place.
 */
function setAside(database: string, why: string): string {
  const folder = join(dirname(database), `${why}-${new Date().toISOString().replaceAll(/[:.]/g, "-")}`);
  mkdirSync(folder);
  linkSync(database, join(folder, databaseName));
  for (const suffix of ["-wal", "-shm"])
    if (existsSync(database + suffix)) renameSync(database + suffix, join(folder, databaseName + suffix));
  return join(folder, databaseName);
}

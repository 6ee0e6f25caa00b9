import { statfsSync, statSync } from "node:fs";
import type { Database } from "../../db/database";
import { migrations } from "../../db/migrate";
import { withStorageErrors } from "../../db/storage-errors";
import { orphanedSeries } from "../../db/store/branches/orphaned-rows";
import { isInboxEmpty } from "../../db/store/ingest/inbox";
import { checkRollups, repairRollup } from "../../db/store/rollup/check-rollups";
import { lockHolder } from "../home/lock-home";
import { isWritable } from "../home/open-for-reading";
import { isTrainerAlive, trainerRows } from "../launcher/trainer-rows";
import { looseFiles, missingFiles } from "./stored-files";

/** What a check found. `says` is for people; warn and fail also say what to do. */
export interface Finding {
  check: string;
  level: "ok" | "warn" | "fail";
  says: string;
}

interface Patient {
  db: Database;
  home: string;
  /** Mend what can be mended without losing anything. */
  fix: boolean;
}

/** Examines a data home, check after check; each is told as soon as it is done. */
export function* examine(patient: Patient): Generator<Finding> {
  for (const check of checks) yield check(patient);
}

const mebibyte = 2 ** 20;
/** The log is cut back to 64 MiB at each checkpoint (db/connection): one much larger is not being checkpointed. */
const largeLogBytes = 256 * mebibyte;
const littleSpaceBytes = 1024 * mebibyte;
/** Below this a checkpoint, an image or a batch may no longer fit. */
const noSpaceBytes = 64 * mebibyte;

const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`;

const checks: ((patient: Patient) => Finding)[] = [
  function version({ db }) {
    const stored = db.sqlite.pragma("user_version", { simple: true });
    return { check: "version", level: "ok", says: `${stored} of ${migrations().length}` };
  },

  function integrity({ db }) {
    const found = withStorageErrors(db.file, () => db.sqlite.pragma("integrity_check(20)")) as {
      integrity_check: string;
    }[];
    const faults = found.map((row) => row.integrity_check).filter((text) => text !== "ok");
    if (faults.length === 0)
      return { check: "integrity", level: "ok", says: "every page and index of the database is whole" };
    return {
      check: "integrity",
      level: "fail",
      says: `${faults[0]}${faults.length > 1 ? `, and ${faults.length - 1} more` : ""}; restore a backup, or save what is readable with: sqlite3 ${db.file} .recover`,
    };
  },

  function references({ db }) {
    const broken = db.sqlite.pragma("foreign_key_check") as { table: string; parent: string }[];
    const [first] = broken;
    if (!first) return { check: "references", level: "ok", says: "every row belongs to a run that is there" };
    return {
      check: "references",
      level: "fail",
      says: `${counted(broken.length, "row")} name what is not there (${first.table} -> ${first.parent}); another program wrote to the database: restore a backup`,
    };
  },

  function rollups({ db, fix }) {
    const check = "rollups";
    let series = 0;
    const wrong = [];
    for (const found of checkRollups(db)) {
      series++;
      if (found) wrong.push(found);
    }
    const [first] = wrong;
    if (!first) return { check, level: "ok", says: `those of ${series} series are what their points say` };
    if (fix) {
      for (const { seriesId } of wrong) repairRollup(db, seriesId);
      return {
        check,
        level: "ok",
        says: `those of ${counted(wrong.length, "series")} were made again from their points`,
      };
    }
    return {
      check,
      level: "fail",
      says: `${wrong.length} of ${series} series differ from their points, first ${first.name} of run ${first.runId} (${first.says}); --fix makes them again`,
    };
  },

  function orphans({ db }) {
    const series = orphanedSeries(db);
    if (series.length === 0)
      return { check: "orphaned rows", level: "ok", says: "no points of runs that are gone" };
    return {
      check: "orphaned rows",
      level: "warn",
      says: `points of ${counted(series.length, "series")} whose run is gone; gradiometer gc removes them`,
    };
  },

  function media({ db, home }) {
    const missing = missingFiles(db, home, "media");
    if (missing.length === 0) return { check: "media", level: "ok", says: "every image is there" };
    return {
      check: "media",
      level: "warn",
      says: `${counted(missing.length, "image")} gone, e.g. ${missing[0]}; restore a backup to have them again`,
    };
  },

  function checkpoints({ db, home }) {
    const missing = missingFiles(db, home, "checkpoint");
    if (missing.length === 0) return { check: "checkpoints", level: "ok", says: "every checkpoint is there" };
    return {
      check: "checkpoints",
      level: "warn",
      says: `${counted(missing.length, "checkpoint")} gone, e.g. ${missing[0]}; runs resume from an earlier one`,
    };
  },

  function files({ db, home }) {
    const loose = looseFiles(db, home);
    if (loose.length === 0) return { check: "files", level: "ok", says: "no file that nothing names" };
    const bytes = loose.reduce((sum, file) => sum + file.bytes, 0);
    return {
      check: "files",
      level: "warn",
      says: `${counted(loose.length, "file")} that nothing names (${Math.ceil(bytes / mebibyte)} MiB), e.g. ${loose[0]?.file}; gradiometer gc removes them`,
    };
  },

  function log({ db, fix }) {
    const check = "write-ahead log";
    const size = () => statSync(`${db.file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
    if (fix) db.sqlite.pragma("wal_checkpoint(TRUNCATE)");
    const bytes = size();
    const says = `${Math.round(bytes / mebibyte)} MiB`;
    if (bytes < largeLogBytes) return { check, level: "ok", says };
    return {
      check,
      level: "warn",
      says: `${says}: a long read keeps it from being written back; end it, then --fix`,
    };
  },

  function space({ home }) {
    if (!isWritable(home))
      return { check: "disk", level: "ok", says: "read-only: nothing more can be recorded" };
    const { bavail, bsize } = statfsSync(home);
    const bytes = bavail * bsize;
    const says = `${Math.floor(bytes / mebibyte)} MiB free`;
    if (bytes >= littleSpaceBytes) return { check: "disk", level: "ok", says };
    return {
      check: "disk",
      level: bytes < noSpaceBytes ? "fail" : "warn",
      says: `${says}; gradiometer gc and gradiometer compact make room`,
    };
  },

  function trainers({ db }) {
    const rows = trainerRows(db);
    const dead = rows.filter((row) => isTrainerAlive(row) === false);
    if (dead.length === 0)
      return { check: "trainers", level: "ok", says: `${counted(rows.length, "run")} in training` };
    return {
      check: "trainers",
      level: "warn",
      says: `the trainer of ${counted(dead.length, "run")} is gone, e.g. ${dead[0]?.runId}; the next start or \`gradiometer runs\` marks them, then \`gradiometer resume\``,
    };
  },

  function inbox({ db, home }) {
    if (isInboxEmpty(db))
      return { check: "inbox", level: "ok", says: "no points wait to be put into their series" };
    if (lockHolder(home))
      return { check: "inbox", level: "ok", says: "points wait for a moment with less load" };
    return {
      check: "inbox",
      level: "warn",
      says: "points wait, and no server runs; any command that records puts them into their series",
    };
  },
];

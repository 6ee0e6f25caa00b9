import { statfsSync } from "node:fs";
import { dirname } from "node:path";
import { GradiometerError } from "./contract/errors";
import { mayRead, mayWrite } from "./permissions";

/** Runs `work` on `file`; what SQLite throws comes out as one sentence with what to do. */
export function withStorageErrors<Result>(file: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw storageError(file, error) ?? error;
  }
}

/** The user's error behind one of SQLite's or the file system's; undefined where it is a bug of ours. */
export function storageError(file: string, error: unknown): GradiometerError | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code !== "string") return undefined;
  const detail = error instanceof Error ? error.message : code;
  const known = causeOf(file, code);
  const found = explanations.find(([pattern]) => pattern.test(known));
  if (!found) return undefined;
  return new GradiometerError(found[1], found[2](file, detail), { cause: error });
}

/** SQLite says of several causes only that it could not open, read or write. */
function causeOf(file: string, code: string): string {
  if (/^(SQLITE_CANTOPEN|EACCES$)/.test(code) && !mayRead(file)) return "unreadable";
  // Its log, which it makes beside the file.
  if (code === "SQLITE_CANTOPEN" && !(mayWrite(file) && mayWrite(dirname(file)))) return "SQLITE_READONLY";
  return /^(SQLITE_IOERR|SQLITE_CANTOPEN)/.test(code) && isFull(file) ? "SQLITE_FULL" : code;
}

/** Less than what SQLite needs to open a database. */
const nothingBytes = 64 * 1024;

function isFull(file: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(dirname(file));
    return bavail * bsize < nothingBytes;
  } catch {
    return false;
  }
}

type Explanation = [RegExp, GradiometerError["code"], (file: string, detail: string) => string];

/** By SQLite's extended result codes and errno names; the first that matches speaks. */
const explanations: Explanation[] = [
  [
    /^unreadable$/,
    "storage-unusable",
    (file) =>
      `This user may not open ${file}; ask its owner for the right to, or name a folder of your own (for the data home: GRADIOMETER_HOME)`,
  ],
  [
    /^(SQLITE_FULL|ENOSPC|EDQUOT)$/,
    "storage-full",
    (file) =>
      `The disk that holds ${file} is full: the last write was undone and nothing stored was lost; free some space and try again`,
  ],
  [
    /^SQLITE_NOTADB$/,
    "storage-unusable",
    (file) =>
      `Expected a Gradiometer database at ${file}, found another kind of file, or one whose first page is damaged; restore a backup (gradiometer restore <file> --force sets this file aside), or move it away, or set GRADIOMETER_HOME to another folder`,
  ],
  [
    /^(SQLITE_READONLY|EACCES$|EPERM$|EROFS$)/,
    "storage-unusable",
    (file) =>
      `${file} or its folder is read-only for this user; make both writable or name a folder that is (for the data home: GRADIOMETER_HOME)`,
  ],
  [
    /^(SQLITE_CANTOPEN|ENOENT$|ENOTDIR$|EEXIST$|EISDIR$)/,
    "storage-unusable",
    (file, detail) =>
      `Cannot open ${file} (${detail}); check that its folder exists and is writable, or set GRADIOMETER_HOME to another folder`,
  ],
  [
    /^SQLITE_CORRUPT/,
    "storage-unusable",
    (file, detail) =>
      `${file} is damaged (${detail}); restore a backup (gradiometer restore <file> --force sets this file aside), or save what is readable with: sqlite3 ${file} .recover`,
  ],
  [
    /^SQLITE_IOERR/,
    "storage-unusable",
    (file, detail) =>
      `The disk failed on ${file} (${detail}); check the disk and its free space, then try again`,
  ],
  [
    /^SQLITE_(BUSY|LOCKED)/,
    "unavailable",
    (file) =>
      `Another process kept ${file} locked for longer than the busy timeout; try again, and look for a program that holds it open`,
  ],
];

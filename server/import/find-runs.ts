import { readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { unknownWord } from "../../db/contract/closest";
import { GradiometerError } from "../../db/contract/errors";
import type { FoundRun, ImportFormat } from "./format";
import { importFormats } from "./formats";
import { type Unread, whyUnread } from "./why-unread";

/** A folder tree with more files is no folder of logs. */
const mostFiles = 200_000;

export interface FoundInFormat {
  format: ImportFormat;
  run: FoundRun;
}

/** The format of a name, as `--as` takes it. */
export function formatNamed(name: string): ImportFormat {
  const format = importFormats.find((known) => known.name === name);
  if (!format)
    throw new GradiometerError(
      "invalid",
      unknownWord(
        "format",
        name,
        importFormats.map((known) => known.name),
      ),
    );
  return format;
}

/**
 * The runs in a file or below a folder, of every format that is understood or of the one asked for. `onUnread` hears of
 * files and folders in there that cannot be read.
 */
export function findRuns(
  path: string,
  as?: ImportFormat,
  onUnread: (why: Unread, source: string) => void = () => {},
): FoundInFormat[] {
  try {
    return findBelow(path, as, onUnread);
  } catch (error) {
    const why = whyUnread(error);
    throw why ? new GradiometerError(why.code, why.message) : error;
  }
}

function findBelow(
  path: string,
  as: ImportFormat | undefined,
  onUnread: (why: Unread, source: string) => void,
): FoundInFormat[] {
  const root = resolve(path);
  const stat = statOf(root, path);
  const isFile = stat.isFile();
  if (!isFile && !stat.isDirectory())
    throw new GradiometerError(
      "invalid",
      `Nothing to import at ${path}: expected a file or a folder, got a pipe or a device; write it to a file first`,
    );
  const attempt = <T>(source: string, read: () => T, otherwise: T): T => {
    try {
      return read();
    } catch (error) {
      const why = source === root ? undefined : whyUnread(error);
      if (!why) throw error;
      onUnread(why, source);
      return otherwise;
    }
  };
  const files = isFile ? [root] : filesBelow(root, attempt);
  const byFormat = new Map<ImportFormat, string[]>();
  for (const file of files) {
    // Who names a file and a format knows better than its looks.
    const format =
      isFile && as
        ? as
        : attempt(
            file,
            () => (as ? [as] : importFormats).find((candidate) => isThere(file) && candidate.claims(file)),
            undefined,
          );
    if (format) byFormat.set(format, [...(byFormat.get(format) ?? []), file]);
  }
  return [...byFormat].flatMap(([format, claimed]) =>
    format.find(claimed, root).map((run) => ({ format, run })),
  );
}

/** What to say where nothing was found. */
export function nothingFound(path: string, as?: ImportFormat): GradiometerError {
  const why =
    isThere(path) && (as ? [as] : importFormats).map((format) => format.whyNot?.(path)).find(Boolean);
  if (why) return new GradiometerError("invalid", `Nothing to import at ${path}: ${why}`);
  const known = (as ? [as] : importFormats).map(({ name, looksLike }) => `  ${name.padEnd(15)}${looksLike}`);
  return new GradiometerError(
    "invalid",
    `Nothing to import at ${path}: no file there is of a format that is understood${as ? ` as ${as.name}` : ""}:\n${known.join("\n")}`,
  );
}

function statOf(root: string, path: string) {
  const stat = statSync(root, { throwIfNoEntry: false });
  if (!stat)
    throw new GradiometerError("not-found", `Nothing to import at ${path}: there is no such file or folder`);
  return stat;
}

function isThere(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}

function filesBelow(root: string, attempt: <T>(source: string, read: () => T, otherwise: T) => T): string[] {
  const files: string[] = [];
  const waiting = [root];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    const from = folder;
    for (const entry of attempt(from, () => readdirSync(from, { withFileTypes: true }), [])) {
      const path = join(folder, entry.name);
      // A link is followed to a file only, so that no walk goes round in a circle.
      if (entry.isDirectory() && entry.name !== "node_modules" && entry.name !== ".git") waiting.push(path);
      else if (entry.isFile() || entry.isSymbolicLink()) files.push(path);
    }
    if (files.length > mostFiles)
      throw new GradiometerError(
        "too-large",
        `${root} holds more than ${mostFiles} files; name the folder of logs itself`,
      );
  }
  return files.sort();
}

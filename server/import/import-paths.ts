import { endDeadImports } from "../../db/store/imports/end-import";
import type { FoundInFormat } from "./find-runs";
import { findRuns, formatNamed, nothingFound } from "./find-runs";
import { type ImportedRun, type ImportPlace, type ImportRound, importRun, nothingOf } from "./import-run";
import { type Unread, whyUnread } from "./why-unread";

export interface ImportRequest {
  paths: readonly string[];
  /** Name of a format, where files are not to be judged by their looks. */
  as?: string | undefined;
  /** Name of the run, or of all of them together where there are several. */
  name?: string | undefined;
  /** The runs are followed from here on: they stay running. */
  goesOn?: boolean;
}

/**
 * Imports all that is new at some paths, a committed batch at each step; returns the runs found there. One that cannot be
 * read says so in `unread` and leaves the others alone.
 */
export function* importPaths(
  place: ImportPlace,
  request: ImportRequest,
): Generator<ImportRound, ImportedRun[]> {
  endDeadImports(place.db);
  const imported: ImportedRun[] = [];
  const found = findAll(request, (why, source) => imported.push(nothingOf({ source }, why)));
  const totalBytes = found.reduce((sum, { run }) => sum + bytesOf(run), 0);
  for (const one of found) {
    const name = nameOf(one, found.length, request.name);
    try {
      imported.push(yield* importRun(place, one, { name, goesOn: request.goesOn ?? false, totalBytes }));
    } catch (error) {
      const why = whyUnread(error);
      if (!why) throw error;
      imported.push(nothingOf({ ...one.run, format: one.format.name }, why));
    }
  }
  return imported;
}

function findAll(
  { paths, as, goesOn }: ImportRequest,
  onUnread: (why: Unread, source: string) => void,
): FoundInFormat[] {
  const format = as === undefined ? undefined : formatNamed(as);
  let unread = 0;
  const found = paths.flatMap((path) => {
    const here = findRuns(path, format, (why, source) => {
      unread++;
      onUnread(why, source);
    });
    // Who follows a folder may do so before there is anything in it.
    if (here.length === 0 && unread === 0 && !goesOn) throw nothingFound(path, format);
    return here;
  });
  // A path may lie within another that was given.
  return [...new Map(found.map((one) => [one.run.source, one])).values()];
}

/** For the progress: a file that went meanwhile has none. */
function bytesOf(run: FoundInFormat["run"]): number {
  try {
    return run.bytes();
  } catch {
    return 0;
  }
}

const nameOf = ({ run }: FoundInFormat, count: number, asked: string | undefined): string | undefined =>
  asked === undefined || count === 1 ? asked : `${asked}/${run.name}`.slice(-120);

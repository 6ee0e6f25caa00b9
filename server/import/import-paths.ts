import type { FoundInFormat } from "./find-runs";
import { findRuns, formatNamed, nothingFound } from "./find-runs";
import { type ImportedRun, type ImportPlace, type ImportProgress, importRun } from "./import-run";

export interface ImportRequest {
  paths: readonly string[];
  /** Name of a format, where files are not to be judged by their looks. */
  as?: string | undefined;
  /** Name of the run, or of all of them together where there are several. */
  name?: string | undefined;
  /** The runs are followed from here on: they stay running. */
  goesOn?: boolean;
}

export interface ImportRound extends ImportProgress {
  /** Of all files that were found. */
  totalBytes: number;
  run: string;
}

/** Imports all that is new at some paths, a committed batch at each step; returns the runs found there. */
export function* importPaths(
  place: ImportPlace,
  request: ImportRequest,
): Generator<ImportRound, ImportedRun[]> {
  const found = findAll(request);
  const totalBytes = found.reduce((sum, { run }) => sum + run.bytes(), 0);
  const imported: ImportedRun[] = [];
  for (const one of found) {
    const name = nameOf(one, found.length, request.name);
    const steps = importRun(place, one, { name, goesOn: request.goesOn ?? false });
    for (;;) {
      const step = steps.next();
      if (step.done) {
        imported.push(step.value);
        break;
      }
      yield { ...step.value, totalBytes, run: one.run.name };
    }
  }
  return imported;
}

function findAll({ paths, as }: ImportRequest): FoundInFormat[] {
  const format = as === undefined ? undefined : formatNamed(as);
  const found = paths.flatMap((path) => {
    const here = findRuns(path, format);
    if (here.length === 0) throw nothingFound(path, format);
    return here;
  });
  // A path may lie within another that was given.
  return [...new Map(found.map((one) => [one.run.source, one])).values()];
}

const nameOf = ({ run }: FoundInFormat, count: number, asked: string | undefined): string | undefined =>
  asked === undefined || count === 1 ? asked : `${asked}/${run.name}`.slice(-120);

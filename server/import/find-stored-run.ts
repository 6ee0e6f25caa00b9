import { GradiometerError } from "../../db/contract/errors";
import type { Database } from "../../db/database";
import {
  type ImportPosition,
  readImportPosition,
  runsImportedFrom,
} from "../../db/store/imports/import-position";
import type { FoundInFormat } from "./find-runs";
import { type FoundRun, nothingRead } from "./format";
import { importedRunId } from "./run-identity";
import { StoredPoints } from "./stored-points";

export interface StoredRun {
  runId: string;
  /** How far it was imported; undefined for a run that is new here. */
  stored: ImportPosition | undefined;
  /** Where to read on; undefined where there is nothing to read: the files are what was read before, or less. */
  from: { position: unknown } | undefined;
}

/**
 * The run that files make, and where to read them from. It is known by its name and the beginning of its content; files of
 * the same that lie elsewhere and hold other values are another run. Files that do not go on where the import ended are
 * held against what is stored: with the same values they were written anew, as Lightning does for a new column. Throws
 * where the files of a run have become those of another one.
 */
export function findStoredRun(
  db: Database,
  { format, run }: FoundInFormat,
  asked: string | undefined,
): StoredRun {
  const beginning = run.contentId();
  for (let copy = 0; ; copy++) {
    const contentId = copy === 0 ? beginning : `${beginning} ${copy}`;
    const runId = importedRunId(format.name, run.name, contentId, asked);
    const stored = readImportPosition(db, runId);
    if (!stored)
      return (
        underFormerId(db, { format, run }, asked) ??
        fromSamePlace(db, { format, run }, asked) ?? { runId, stored, from: { position: undefined } }
      );
    const standing = run.standing?.(stored.position, stored.source) ?? "on";
    if (standing === "on") return { runId, stored, from: { position: stored.position } };
    if (standing === "beside") continue;
    const anew = holdAgainst(db, runId, run, stored);
    if (anew.verdict === "same") return { runId, stored, from: { position: anew.position } };
    if (anew.verdict === "less") return { runId, stored, from: undefined };
    if (stored.source === run.source) throw becameAnother(run, anew.why);
  }
}

function underFormerId(
  db: Database,
  { format, run }: FoundInFormat,
  asked: string | undefined,
): StoredRun | undefined {
  if (!run.formerContentId) return undefined;
  const runId = importedRunId(format.name, run.name, run.formerContentId(), asked);
  const stored = readImportPosition(db, runId);
  return stored?.source === run.source ? { runId, stored, from: { position: stored.position } } : undefined;
}

/** A run whose files lay here and have another beginning now, but the same points: a table with a column put in front. */
function fromSamePlace(
  db: Database,
  { format, run }: FoundInFormat,
  asked: string | undefined,
): StoredRun | undefined {
  if (asked !== undefined || !run.again) return undefined;
  for (const runId of runsImportedFrom(db, { format: format.name, source: run.source })) {
    const stored = readImportPosition(db, runId) as ImportPosition;
    const anew = holdAgainst(db, runId, run, stored);
    if (anew.verdict === "same") return { runId, stored, from: { position: anew.position } };
  }
  return undefined;
}

type Anew = { verdict: "same"; position: unknown } | { verdict: "less" } | { verdict: "other"; why: string };

/**
 * What files that were written anew are, held against what is stored: the same run where each value that was read before is
 * there again; less of it, as while they are being written; or another one.
 */
function holdAgainst(db: Database, runId: string, run: FoundRun, { position }: ImportPosition): Anew {
  if (!run.again) return { verdict: "other", why: "it does not go on where the import ended" };
  const again = run.again(position);
  const stored = new StoredPoints(db, runId);
  let isBehind = true;
  for (const batch of run.read({ ...nothingRead, position: again, stored, goesOn: true })) {
    isBehind = batch.isBehind;
    if (!isBehind) break;
  }
  if (stored.contradiction) return { verdict: "other", why: stored.contradiction };
  if (isBehind) return { verdict: "less" };
  if (stored.missing) return { verdict: "other", why: `it no longer has ${JSON.stringify(stored.missing)}` };
  return { verdict: "same", position: again };
}

export const becameAnother = ({ source }: FoundRun, why: string) =>
  new GradiometerError(
    "conflict",
    `${source} was imported and has been written anew since, with other values: ${why}; import it as another run with --name`,
  );

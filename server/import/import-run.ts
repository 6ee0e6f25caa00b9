import { basename } from "node:path";
import { GradiometerError } from "../../db/contract/errors";
import type { Database } from "../../db/database";
import { abandonImport, beginImport, endImport, startJudging } from "../../db/store/imports/end-import";
import { type ImportedEvents, storeImported } from "../../db/store/imports/store-imported";
import { parseSeries } from "../../db/store/ingest/parse-columns";
import { writeMedia } from "../../db/store/media/media";
import { findRun } from "../../db/store/runs/find-run";
import { runTimes } from "../../db/store/runs/run-times";
import { listAllSeries } from "../../db/store/series/series";
import type { FoundInFormat } from "./find-runs";
import { becameAnother, findStoredRun } from "./find-stored-run";
import type { ReadBatch } from "./format";
import { StoredPoints } from "./stored-points";
import { type Unread, whyUnread } from "./why-unread";

export interface ImportPlace {
  db: Database;
  home: string;
}

export interface ImportedRun {
  runId: string;
  name: string;
  source: string;
  format: string;
  /** Points stored by this import; 0 where all of them were there. */
  points: number;
  bytes: number;
  remarks: string[];
  /** Whether the store has the run: it has once a point of it was read. */
  isThere: boolean;
  /** Whether anything was new. */
  changed: boolean;
  /** How the run ended, where its files say. */
  outcome?: ReadBatch["outcome"];
  /** Why its files were not read, or not to their end. */
  unread?: Unread;
}

/** A batch that was committed. */
export interface ImportRound {
  points: number;
  bytes: number;
  /** Of all files of the import. */
  totalBytes: number;
  run: string;
}

/** Steps of an import, one committed batch each; returns what became of the run at its end. */
export function* importRun(
  { db, home }: ImportPlace,
  { format, run }: FoundInFormat,
  asked: { name: string | undefined; goesOn: boolean; totalBytes: number },
): Generator<ImportRound, ImportedRun> {
  if (asked.goesOn && run.isBegun?.() === false) return nothingOf({ ...run, format: format.name });
  const { runId, stored, from } = findStoredRun(db, { format, run }, asked.name);
  const lastSteps = new Map(listAllSeries(db, runId).map(({ name, lastStep }) => [name, lastStep ?? -1]));
  const result: ImportedRun = {
    runId,
    name: asked.name ?? findRun(db, runId)?.name ?? run.name,
    source: run.source,
    format: format.name,
    points: 0,
    bytes: 0,
    remarks: [],
    isThere: stored !== undefined,
    changed: false,
  };
  if (!from) return result;
  const beside = new StoredPoints(db, runId);
  const batches = run.read({ ...from, lastSteps, stored: beside, goesOn: asked.goesOn });
  let isWhole = false;
  let why = "it was stopped";
  try {
    for (const batch of batches) {
      if (beside.contradiction && !batch.isBehind) throw becameAnother(run, beside.contradiction);
      result.remarks.push(...batch.remarks.filter((remark) => !result.remarks.includes(remark)));
      if (batch.events.length === 0 && batch.bytes === 0) continue;
      if (!result.changed) beginImport(db, runId);
      for (const image of batch.images.splice(0)) writeMedia(home, image);
      const hasEvents = batch.events.length > 0;
      const points = storeImported(db, {
        runId,
        // Taken out of the batch, which the loop holds on to while the next one is read.
        events: checked(batch.events.splice(0), runId),
        about: {
          ...(!stored && !result.changed && { name: result.name.slice(-120) }),
          ...batch.about,
          ...named(asked),
        },
        until: { format: format.name, source: run.source, position: batch.position },
      });
      result.outcome = batch.outcome ?? result.outcome;
      result.name = asked.name ?? batch.about?.name ?? result.name;
      result.changed = true;
      result.isThere ||= hasEvents;
      result.points += points;
      result.bytes += batch.bytes;
      yield { points, bytes: batch.bytes, totalBytes: asked.totalBytes, run: run.name };
    }
    isWhole = true;
  } catch (error) {
    const unread = whyUnread(error);
    why = unread?.message ?? (error instanceof GradiometerError ? error.message : "it failed");
    if (!unread) throw error;
    // What was stored before stays.
    result.unread = unread;
  } finally {
    result.changed &&= result.isThere;
    // Where it is followed it is tried again.
    if (result.changed && !isWhole && !(asked.goesOn && result.unread)) endMidway(db, runId, why);
  }
  if (!result.changed) return result;
  result.remarks.push(...allNonFinite(db, runId));
  if (asked.goesOn) startJudging(db, runId);
  else if (isWhole) endImport(db, runId, { status: "finished", ...result.outcome, ...runTimes(db, runId) });
  return result;
}

/** The store may be what failed: then the run is ended as one whose import was killed. */
function endMidway(db: Database, runId: string, why: string): void {
  try {
    abandonImport(db, runId, why);
  } catch (error) {
    if (!(error instanceof GradiometerError)) throw error;
  }
}

/** A run of which nothing is read. */
export function nothingOf(
  { source, name = basename(source), format = "" }: { source: string; name?: string; format?: string },
  unread?: Unread,
): ImportedRun {
  const nothing = { points: 0, bytes: 0, remarks: [], isThere: false, changed: false };
  return { runId: "", name, source, format, ...nothing, ...(unread && { unread }) };
}

/** A trace of nothing but NaN is worth a word: more often than not it was written wrongly. */
function allNonFinite(db: Database, runId: string): string[] {
  const series = listAllSeries(db, runId);
  const points = series.reduce((sum, { count }) => sum + count, 0);
  const nonFinite = series.reduce((sum, series) => sum + series.nonFinite, 0);
  return points > 0 && points === nonFinite ? [`None of its ${points} values is finite.`] : [];
}

const named = ({ name }: { name?: string | undefined }) => (name === undefined ? {} : { name });

/** The one validation that every point passes. */
function checked(events: readonly ImportedEvents[], runId: string): ImportedEvents[] {
  return events.map((part) => ({
    ...part,
    series: parseSeries(part.series, { noun: `import of ${runId}` }).series,
  }));
}

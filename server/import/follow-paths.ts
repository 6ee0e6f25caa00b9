import { type FSWatcher, watch } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { abandonImport, endImport } from "../../db/store/imports/end-import";
import { heartbeat } from "../../db/store/runs/run-lifecycle";
import { runTimes } from "../../db/store/runs/run-times";
import { getRun } from "../../db/store/runs/runs";
import { type ImportRequest, importPaths } from "./import-paths";
import type { ImportedRun, ImportPlace, ImportRound } from "./import-run";
import { type Unread, whyUnread } from "./why-unread";

/** Files are looked at this often; where the system tells of a change, at once. Network file systems tell of none. */
const pollMs = 1_000;

export interface FollowOptions {
  /** Ends it. */
  signal: AbortSignal;
  onBatch(batch: ImportRound): void;
  /** After each look at the files, with what changed in it. */
  onRound(changed: readonly ImportedRun[]): void;
  /** What cannot be read, once for each reason: it is tried again at each look. */
  onUnread(why: Unread): void;
}

/**
 * Imports what is at some paths, and what comes there until the signal: files that grow, new ones, new runs. Until then
 * the runs that grew are running; then they end. Returns all of them with what was stored of each.
 */
export async function followPaths(
  place: ImportPlace,
  request: Omit<ImportRequest, "goesOn">,
  { signal, onBatch, onRound, onUnread }: FollowOptions,
): Promise<ImportedRun[]> {
  const followed = new Map<string, ImportedRun>();
  const told = new Set<string>();
  const tell = (why: Unread) => {
    if (!told.has(why.message)) onUnread(why);
    told.add(why.message);
  };
  const look = (isFirst: boolean, goesOn: boolean): ImportedRun[] => {
    const runs = importRound(place, { ...request, goesOn }, { onBatch, onUnread: tell, isFirst });
    for (const run of runs) {
      if (run.unread) tell(run.unread);
      if (!run.runId) continue;
      const before = followed.get(run.runId);
      followed.set(run.runId, before ? joined(before, run) : run);
    }
    return runs.filter(({ changed }) => changed);
  };
  const changes = watchAll(request.paths);
  try {
    for (let isFirst = true; !signal.aborted; isFirst = false) {
      const changed = look(isFirst, true);
      for (const { runId, changed } of followed.values())
        if (changed) heartbeat(place.db, runId, getRun(place.db, runId).attempt);
      onRound(changed);
      await changes.next(signal);
    }
    // What might have gone on is taken as it is: a last line without an end.
    look(false, false);
  } finally {
    changes.close();
    for (const { runId, changed, outcome, unread } of followed.values()) {
      if (!changed) continue;
      if (unread) abandonImport(place.db, runId, unread.message);
      else endImport(place.db, runId, { status: "finished", ...outcome, ...runTimes(place.db, runId) });
    }
  }
  return [...followed.values()];
}

function importRound(
  place: ImportPlace,
  request: ImportRequest,
  { onBatch, onUnread, isFirst }: Pick<FollowOptions, "onBatch" | "onUnread"> & { isFirst: boolean },
): ImportedRun[] {
  const steps = importPaths(place, request);
  try {
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value;
      onBatch(step.value);
    }
  } catch (error) {
    // A folder that was there may be gone for a moment; one that never was is a mistake.
    const why = isFirst ? undefined : whyUnread(error);
    if (!why) throw error;
    onUnread(why);
    return [];
  }
}

const joined = (before: ImportedRun, run: ImportedRun): ImportedRun => ({
  ...run,
  name: run.changed ? run.name : before.name,
  points: before.points + run.points,
  bytes: before.bytes + run.bytes,
  remarks: [...new Set([...before.remarks, ...run.remarks])],
  outcome: run.outcome ?? before.outcome,
  changed: before.changed || run.changed,
});

/** Wakes at a change below the paths, or after a while without one. */
function watchAll(paths: readonly string[]): { next(signal: AbortSignal): Promise<void>; close(): void } {
  let wake = new AbortController();
  const watchers: FSWatcher[] = [];
  for (const path of paths) {
    try {
      const watcher = watch(path, { recursive: true }, () => wake.abort());
      // Where watching fails there is still the clock.
      watcher.on("error", () => watcher.close());
      watchers.push(watcher);
    } catch {}
  }
  return {
    async next(signal) {
      await sleep(pollMs, undefined, { signal: AbortSignal.any([signal, wake.signal]) }).catch(() => {});
      wake = new AbortController();
    },
    close: () => {
      for (const watcher of watchers) watcher.close();
    },
  };
}

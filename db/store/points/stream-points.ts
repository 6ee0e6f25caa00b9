import type { SeriesColumns } from "../../contract/events";
import type { Database } from "../../database";
import { readPoints } from "./read-points";
import { StepHeap, type Stepping } from "./step-heap";

/** Points held at once by whoever reads a whole run, however many it has: some 20 MB. */
const mostHeld = 200_000;
const pagePoints = 4096;

/** The points of a series in step order, a page at a time: what is held does not grow with the series. */
export function* pointPages(db: Database, seriesId: number, limit = pagePoints): Generator<SeriesColumns> {
  for (let after = -1; ; ) {
    const page = readPoints(db, seriesId, after, limit);
    if (page.step.length > 0) yield page;
    if (page.step.length < limit) return;
    after = page.step.at(-1) as number;
  }
}

/** What several series recorded at one step, in the order in which the series were given. */
export interface StepRow {
  step: number;
  /** Places in the list of series. */
  series: number[];
  wallTimeMs: number[];
  value: number[];
}

/**
 * The steps of several series in ascending order, each once with every value recorded at it. One cursor a series, the
 * earliest on top of a heap: time is points x log(series), and what is held is one page a series.
 */
export function* stepRows(db: Database, seriesIds: readonly number[]): Generator<StepRow> {
  const limit = Math.max(16, Math.min(pagePoints, Math.floor(mostHeld / Math.max(1, seriesIds.length))));
  const cursors = new StepHeap<Cursor>();
  for (const [place, id] of seriesIds.entries()) {
    const cursor = { place, pages: pointPages(db, id, limit), page: none, at: -1, step: 0 };
    if (advance(cursor)) cursors.add(cursor);
  }
  let row: StepRow | undefined;
  for (let first = cursors.first; first; first = cursors.first) {
    const { page, at, place, step } = first;
    if (row?.step !== step) {
      if (row) yield row;
      row = { step, series: [], wallTimeMs: [], value: [] };
    }
    row.series.push(place);
    row.wallTimeMs.push(page.wallTimeMs[at] as number);
    row.value.push(page.value[at] as number);
    if (advance(first)) cursors.sinkFirst();
    else cursors.dropFirst();
  }
  if (row) yield row;
}

interface Cursor extends Stepping {
  pages: Generator<SeriesColumns>;
  page: SeriesColumns;
  at: number;
}

const none: SeriesColumns = { step: [], wallTimeMs: [], value: [] };

/** To the next point; false where there is none. */
function advance(cursor: Cursor): boolean {
  cursor.at++;
  if (cursor.at === cursor.page.step.length) {
    const next = cursor.pages.next();
    if (next.done) return false;
    cursor.page = next.value;
    cursor.at = 0;
  }
  cursor.step = cursor.page.step[cursor.at] as number;
  return true;
}

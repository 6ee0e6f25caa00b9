import type { SeriesColumns } from "../../contract/events";
import type { Database } from "../../database";
import { readPoints } from "./read-points";

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
  const heap: Cursor[] = [];
  for (const [place, id] of seriesIds.entries()) {
    const cursor = { place, pages: pointPages(db, id, limit), page: none, at: 0 };
    if (turnPage(cursor)) push(heap, cursor);
  }
  let row: StepRow | undefined;
  for (let first = heap[0]; first; first = heap[0]) {
    const { page, at, place } = first;
    const step = page.step[at] as number;
    if (row?.step !== step) {
      if (row) yield row;
      row = { step, series: [], wallTimeMs: [], value: [] };
    }
    row.series.push(place);
    row.wallTimeMs.push(page.wallTimeMs[at] as number);
    row.value.push(page.value[at] as number);
    first.at++;
    if (first.at === page.step.length && !turnPage(first)) {
      const last = heap.pop() as Cursor;
      if (heap.length === 0) break;
      heap[0] = last;
    }
    sink(heap);
  }
  if (row) yield row;
}

interface Cursor {
  place: number;
  pages: Generator<SeriesColumns>;
  page: SeriesColumns;
  at: number;
}

const none: SeriesColumns = { step: [], wallTimeMs: [], value: [] };

function turnPage(cursor: Cursor): boolean {
  const next = cursor.pages.next();
  if (next.done) return false;
  cursor.page = next.value;
  cursor.at = 0;
  return true;
}

const stepOf = ({ page, at }: Cursor): number => page.step[at] as number;
const isBefore = (a: Cursor, b: Cursor): boolean =>
  stepOf(a) < stepOf(b) || (stepOf(a) === stepOf(b) && a.place < b.place);

function push(heap: Cursor[], cursor: Cursor): void {
  let at = heap.length;
  for (; at > 0; ) {
    const parent = (at - 1) >> 1;
    const above = heap[parent] as Cursor;
    if (!isBefore(cursor, above)) break;
    heap[at] = above;
    at = parent;
  }
  heap[at] = cursor;
}

/** Brings the top, which has moved on, to its place. */
function sink(heap: Cursor[]): void {
  const moved = heap[0] as Cursor;
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && isBefore(heap[child + 1] as Cursor, heap[child] as Cursor)) child++;
    if (!isBefore(heap[child] as Cursor, moved)) break;
    heap[at] = heap[child] as Cursor;
    at = child;
  }
  heap[at] = moved;
}

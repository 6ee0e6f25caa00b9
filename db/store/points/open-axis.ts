import type { SeriesColumns } from "../../contract/events";
import { liveChunkPoints } from "./chunks/chunk-points";

/**
 * Steps and wall times that chunks of a run share while they grow. A chunk's points are the first of its axis, as many as
 * it has values: series that recorded the same points lie on one axis, whichever of them came first.
 */
export interface OpenAxis {
  /** Undefined until it is stored. */
  id: number | undefined;
  step: number[];
  wallTimeMs: number[];
  /** Whether it is stored as it is now. */
  isStored: boolean;
}

/** The axes of a run that are being written. */
export interface RunAxes {
  /** Those that a series may share, the latest first. */
  recent: OpenAxis[];
  /** All that are stored and may yet grow, by their ids: each is known once, so that no one writes over another's steps. */
  byId: Map<number, OpenAxis>;
}

export const noAxes = (): RunAxes => ({ recent: [], byId: new Map() });

/** Series that are recorded at rates of their own need an axis each; of more, the latest are looked at. */
const mostRecent = 8;

export function makeRecent({ recent }: RunAxes, axis: OpenAxis): void {
  recent.unshift(axis);
  recent.length = Math.min(recent.length, mostRecent);
}

/** Those that are stored no more. */
export function forgetAxes(axes: RunAxes, gone: readonly number[]): void {
  if (gone.length === 0) return;
  for (const id of gone) axes.byId.delete(id);
  axes.recent = axes.recent.filter(({ id }) => id === undefined || !gone.includes(id));
}

/**
 * The axis on which points go on after the first `length` of `own`: that one, another of the run's, or a new one, which is
 * added to them. The points, `columns` from `from` to `to`, are on it then.
 */
export function axisOf(
  axes: RunAxes,
  own: OpenAxis | undefined,
  length: number,
  columns: SeriesColumns,
  from: number,
  to: number,
): OpenAxis {
  const isMatch = (axis: OpenAxis) =>
    (axis === own || beginsLike(axis, own, length)) && goesOn(axis, length, columns, from, to);
  let axis = own && isMatch(own) ? own : axes.recent.find(isMatch);
  if (!axis) {
    axis = {
      id: undefined,
      step: own ? own.step.slice(0, length) : [],
      wallTimeMs: own ? own.wallTimeMs.slice(0, length) : [],
      isStored: false,
    };
    makeRecent(axes, axis);
  }
  for (let index = from + axis.step.length - length; index < to; index++) {
    axis.step.push(columns.step[index] as number);
    axis.wallTimeMs.push(columns.wallTimeMs[index] as number);
    axis.isStored = false;
  }
  return axis;
}

export const isFull = ({ step }: OpenAxis): boolean => step.length >= liveChunkPoints;

function beginsLike(axis: OpenAxis, own: OpenAxis | undefined, length: number): boolean {
  if (length === 0) return true;
  if (!own || axis.step.length < length) return false;
  // From the end, where axes differ that parted.
  for (let at = length - 1; at >= 0; at--)
    if (axis.step[at] !== own.step[at] || axis.wallTimeMs[at] !== own.wallTimeMs[at]) return false;
  return true;
}

/** Whether what the axis has beyond `length` is what the points say, as far as both reach. */
function goesOn(axis: OpenAxis, length: number, columns: SeriesColumns, from: number, to: number): boolean {
  const end = Math.min(to, from + axis.step.length - length);
  for (let index = from, at = length; index < end; index++, at++)
    if (axis.step[at] !== columns.step[index] || axis.wallTimeMs[at] !== columns.wallTimeMs[index])
      return false;
  return true;
}

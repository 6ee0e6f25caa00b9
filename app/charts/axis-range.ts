import type { Range, Scale } from "./figure";

const defaults = {
  /** Share of the span left free on each side. */
  padding: 0.06,
  /** A flat line is drawn in at least this much of a decade, or it would look like noise. */
  minimumDecades: 0.5,
  /** The same on a linear axis, as a share of the value. */
  minimumShare: 0.02,
  /** An axis stays while the data fills at least this share of it. */
  keepAbove: 0.5,
  /** A running chart grows in this many parts of its whole length. */
  growthParts: 8,
};

/**
 * Range of the axis for values between `low` and `high`, padded; on a log axis in powers of ten,
 * as Plotly takes it. Null without a drawable value.
 */
export function valueRange(low: number, high: number, scale: Scale): Range | null {
  if (!Number.isFinite(low) || !Number.isFinite(high) || low > high) return null;
  const [from, to] = scale === "log" ? [Math.log10(low), Math.log10(high)] : [low, high];
  const middle = (from + to) / 2;
  const minimum = scale === "log" ? defaults.minimumDecades : Math.abs(middle) * defaults.minimumShare || 1;
  const span = Math.max(to - from, minimum);
  const half = span * (0.5 + defaults.padding);
  return [middle - half, middle + half];
}

/** The axis of before while the new data still fits and fills it: live updates redraw data, not axes. */
export function keepRange(previous: Range | null, needed: Range | null): Range | null {
  if (!previous || !needed) return needed;
  const slack = (previous[1] - previous[0]) * 0.02;
  const fits = needed[0] >= previous[0] - slack && needed[1] <= previous[1] + slack;
  const fills = needed[1] - needed[0] >= defaults.keepAbove * (previous[1] - previous[0]);
  if (fits && fills) return previous;
  // Room where the data left the view, so that the next points fit as well.
  const room = (needed[1] - needed[0]) * 0.1;
  return [
    needed[0] < previous[0] - slack ? needed[0] - room : needed[0],
    needed[1] > previous[1] + slack ? needed[1] + room : needed[1],
  ];
}

/** Steps a run's charts span: all of an ended run; a running one grows by eighths of its whole length. */
export function stepRange(lastStep: number, totalSteps: number, ended: boolean): Range {
  if (ended || totalSteps <= 0) return [0, Math.max(1, lastStep)];
  const part = totalSteps / defaults.growthParts;
  return [0, Math.min(totalSteps, Math.ceil(Math.max(1, lastStep) / part) * part)];
}

/** Range of any other axis: all of it for ended runs; running ones grow by quarters of a doubling. */
export function grownRange([from, to]: Range, ended: boolean): Range {
  const span = to - from;
  if (!(span > 0)) return [from, from + (Math.abs(from) * 1e-6 || 1)];
  if (ended) return [from, to];
  const doubling = 2 ** Math.floor(Math.log2(span));
  return [from, from + (Math.ceil((4 * span) / doubling) / 4) * doubling];
}

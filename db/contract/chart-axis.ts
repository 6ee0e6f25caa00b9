import { z } from "zod";

/**
 * What the points of a chart lie over: their steps, their wall times (milliseconds since 1970), the time since their run's
 * first point (milliseconds), or the values of another series of the run. One text in addresses and requests alike.
 */
export type ChartAxis = "step" | "time" | "elapsed" | `series:${string}`;

const prefix = "series:";

export const ChartAxis = z.custom<ChartAxis>(
  (value) =>
    value === "step" ||
    value === "time" ||
    value === "elapsed" ||
    (typeof value === "string" && value.startsWith(prefix) && value.length > prefix.length),
  { message: 'expected "step", "time", "elapsed" or "series:" and the name of a series' },
);

export const overSeries = (name: string): ChartAxis => `${prefix}${name}`;

/** The series that an axis is made of; undefined for steps and times. */
export const seriesOfAxis = (axis: ChartAxis): string | undefined =>
  axis.startsWith(prefix) ? axis.slice(prefix.length) : undefined;

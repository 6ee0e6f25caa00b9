import type { BatchBuilder } from "../batch-builder";
import type { GoingBack } from "./find-restarts";
import { type Metric, parseMetricLine } from "./metric-lines";

/** Puts the lines of one metric into a batch: after what is there, as a restart, or, logged again or late, in their place. */
export class MetricReader {
  private place = -1;

  constructor(
    private readonly builder: BatchBuilder,
    private readonly metric: Metric,
    private readonly goingBack: (name: string) => GoingBack | undefined,
    /** A last line that goes back waits for the next one. */
    private readonly holds: boolean,
  ) {}

  /** Returns the line that waits. */
  read(lines: readonly string[]): string | undefined {
    const { builder, metric } = this;
    const column = builder.column(metric.name);
    for (const text of lines) {
      if (text === "") continue;
      const line = parseMetricLine(text);
      if (!line) {
        builder.leaveOut(`lines that are no "timestamp value step" (the first: in ${metric.name})`);
        continue;
      }
      this.place++;
      const { step, timestampMs, value } = line;
      const back = step < column.lastStep ? this.goingBack(metric.name) : undefined;
      if (this.holds && back?.undecided === this.place) return text;
      const restart = back?.restarts.indexOf(this.place) ?? -1;
      if (!back) builder.push(column, step, timestampMs, value);
      else if (restart >= 0) builder.push(column, step, timestampMs, value, restart);
      else builder.insert(column, step, timestampMs, value);
    }
    return undefined;
  }
}

"use client";

import type { ChartAxis } from "../../../db/contract/chart-axis";
import { overSeries, seriesOfAxis } from "../../../db/contract/chart-axis";
import { seriesTitle } from "../../format/words";

/** What charts lie over: steps, times, or one of the series. A native list: typed into, and at home on a phone. */
export function AxisSelect({
  value,
  series,
  onChange,
}: {
  value: ChartAxis;
  /** Names of those to choose from. */
  series: readonly string[];
  onChange: (over: ChartAxis) => void;
}) {
  const chosen = seriesOfAxis(value);
  // One that a link names and no run has is said, not dropped.
  const offered = chosen === undefined || series.includes(chosen) ? series : [chosen, ...series];
  return (
    <label className="flex items-center gap-2">
      <span className="text-muted">Over</span>
      <select
        className="field h-[26px] w-40 py-0 text-13"
        value={value}
        onChange={(event) => onChange(event.target.value as ChartAxis)}
      >
        <option value="step">Steps</option>
        <option value="elapsed">Elapsed time</option>
        <option value="time">Wall time</option>
        <optgroup label="A series">
          {offered.map((name) => (
            <option key={name} value={overSeries(name)}>
              {seriesTitle(name)}
            </option>
          ))}
        </optgroup>
      </select>
    </label>
  );
}

"use client";

import { useId, useMemo } from "react";
import type { Severity } from "../../../db/contract/episode";
import { describeMetric } from "../../../db/contract/metrics";
import type { SeriesData } from "../../../db/contract/read-models";
import { smallChart } from "../../../db/contract/small-chart";
import { tickLabel } from "../../charts/log-ticks";
import { formatStep } from "../../format/number";
import { seriesTitle } from "../../format/words";
import type { ComparedEpisode, ComparedRun } from "./use-replay";

const PLOT_HEIGHT = 112;
const LANE_HEIGHT = 14;
const LEFT = 52;
const RIGHT = 8;
const BOTTOM = 16;
const LEAST_BAND = 3;
export const CHART_HEIGHT = PLOT_HEIGHT + 2 * LANE_HEIGHT + BOTTOM + 8;

const fills: Record<Severity, string> = {
  critical: "fill-critical",
  warning: "fill-warning",
  benign: "fill-muted",
};

/**
 * One series with what the detector says of it: the limit of both settings over it, the episodes of the new one shaded, and
 * those of both settings as bars in two lanes below it.
 */
export function ReplayChart({ data, run, width }: { data: SeriesData; run: ComparedRun; width: number }) {
  const clip = useId();
  const plotWidth = Math.max(80, width - LEFT - RIGHT);
  const { name } = data;
  const last = Math.max(1, data.lastStep.at(-1) ?? 1);
  const before = run.limits.before.find(({ series }) => series === name);
  const after = run.limits.after.find(({ series }) => series === name);
  const scale = describeMetric(name)?.scale ?? "linear";
  const chart = useMemo(
    () =>
      smallChart({
        series: data,
        scale,
        xRange: [0, last],
        width: plotWidth,
        height: PLOT_HEIGHT,
        limits: [before ?? noLimit, after ?? noLimit],
      }),
    [data, scale, last, plotWidth, before, after],
  );
  const episodes = run.episodes.filter((one) => (one.after ?? one.before)?.series === name);
  const isSame = chart.limits[0] === chart.limits[1];
  return (
    <svg
      width={width}
      height={CHART_HEIGHT}
      role="img"
      aria-label={describe(name, episodes, last)}
      className="block text-12 figures"
    >
      <clipPath id={clip}>
        <rect width={plotWidth} height={PLOT_HEIGHT} />
      </clipPath>
      <g transform={`translate(${LEFT} 4)`}>
        {chart.ticks.map(({ y, value }) => (
          <g key={value}>
            <line x2={plotWidth} y1={y} y2={y} className="stroke-line" />
            <text x={-6} y={y} dy="0.32em" textAnchor="end" className="fill-muted">
              {tickLabel(value)}
            </text>
          </g>
        ))}
        <g clipPath={`url(#${clip})`}>
          {episodes.map(
            ({ change, after: one }) =>
              one && (
                <rect
                  key={keyOf(one)}
                  {...span(one, chart.toX)}
                  height={PLOT_HEIGHT}
                  className={fills[one.severity]}
                  opacity={change === "gained" ? 0.28 : 0.14}
                />
              ),
          )}
          <path d={chart.envelope} style={{ fill: "var(--arm-1)" }} opacity={0.25} />
          <path d={chart.line} style={{ stroke: "var(--arm-1)" }} fill="none" strokeWidth={1.25} />
          {!isSame && (
            <path
              d={chart.limits[0]}
              className="stroke-muted"
              fill="none"
              strokeWidth={1}
              strokeDasharray="1.5 3"
            />
          )}
          <path
            d={chart.limits[1]}
            style={{ stroke: "var(--arm-2)" }}
            fill="none"
            strokeWidth={1.25}
            strokeDasharray="5 3"
          />
          {chart.marks.map((x) => (
            <path
              key={x}
              d={`M${x - 3} 2l6 6m0-6l-6 6`}
              className="stroke-critical"
              strokeWidth={1.5}
              fill="none"
            />
          ))}
        </g>
        <Lane label="before" top={PLOT_HEIGHT + 6} width={plotWidth}>
          {episodes.map(
            ({ change, before: one }) =>
              one && <Bar key={keyOf(one)} episode={one} toX={chart.toX} faded={change === "kept"} />,
          )}
        </Lane>
        <Lane label="now" top={PLOT_HEIGHT + 6 + LANE_HEIGHT} width={plotWidth}>
          {episodes.map(
            ({ change, after: one }) =>
              one && <Bar key={keyOf(one)} episode={one} toX={chart.toX} faded={change === "kept"} />,
          )}
        </Lane>
        <text y={CHART_HEIGHT - 8} className="fill-muted">
          step 0
        </text>
        <text x={plotWidth} y={CHART_HEIGHT - 8} textAnchor="end" className="fill-muted">
          {formatStep(last)}
        </text>
      </g>
    </svg>
  );
}

type Episode = NonNullable<ComparedEpisode["after"]>;

const noLimit = { step: [], low: [], high: [] };

function Lane({
  label,
  top,
  width,
  children,
}: {
  label: string;
  top: number;
  width: number;
  children: React.ReactNode;
}) {
  return (
    <g transform={`translate(0 ${top})`}>
      <text x={-6} y={LANE_HEIGHT / 2} dy="0.32em" textAnchor="end" className="fill-muted">
        {label}
      </text>
      <line x2={width} y1={LANE_HEIGHT / 2} y2={LANE_HEIGHT / 2} className="stroke-line" />
      {children}
    </g>
  );
}

/** Benign ones are hollow: they are no alarm. */
function Bar({ episode, toX, faded }: { episode: Episode; toX: (step: number) => number; faded: boolean }) {
  const isBenign = episode.severity === "benign";
  return (
    <rect
      {...span(episode, toX)}
      y={isBenign ? 4 : 2}
      height={LANE_HEIGHT - (isBenign ? 8 : 4)}
      rx={1.5}
      className={isBenign ? "fill-page stroke-muted" : fills[episode.severity]}
      opacity={faded && !isBenign ? 0.55 : 1}
    >
      <title>{episode.evidence.sentence}</title>
    </rect>
  );
}

function span({ startStep, endStep }: Episode, toX: (step: number) => number) {
  const x = toX(startStep);
  const width = toX(endStep) - x;
  const missing = Math.max(0, LEAST_BAND - width);
  return { x: Math.max(0, x - missing / 2), width: width + missing };
}

const keyOf = ({ kind, startStep, endStep }: Episode): string => `${kind} ${startStep} ${endStep}`;

function describe(name: string, episodes: readonly ComparedEpisode[], last: number): string {
  const count = (side: "before" | "after") => episodes.filter((one) => one[side]).length;
  return `${seriesTitle(name)} over ${formatStep(last)} steps: ${count("before")} episodes before, ${count("after")} now`;
}

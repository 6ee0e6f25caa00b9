"use client";

import Link from "next/link";
import { useMemo } from "react";
import { describeMetric } from "../../../db/contract/metrics";
import type { EpisodeRow } from "../../../db/contract/read-models";
import { Chart, useChartFrame } from "../../charts/chart";
import type { Scale } from "../../charts/figure";
import { type SeriesFigure, seriesFigure } from "../../charts/series-figure";
import { seriesReadout, seriesTable } from "../../charts/series-readout";
import { armColour } from "../../format/arm-colour";
import { formatExact, formatNumber, formatStep } from "../../format/number";
import { type Palette, palettes } from "../../format/palette";
import { seriesTitle } from "../../format/words";
import { useTheme } from "../../theme/theme-provider";
import { EpisodeCauses } from "./episode-causes";
import { evidenceRange } from "./episode-range";
import { evidenceShapes } from "./evidence-shapes";
import { useSeries } from "./use-series";

const EVIDENCE_HEIGHT = 132;

/** Why the detector fired: its sentence, its figures and the stretch of the series it looked at. */
export function EpisodeEvidence({ episode }: { episode: EpisodeRow }) {
  const { values } = episode.evidence;
  return (
    <div className="flex flex-col gap-2 px-2 pb-3 text-13">
      <p>{episode.evidence.sentence}</p>
      <p className="text-muted">{episode.severityReason}</p>
      <EvidenceChart episode={episode} />
      <dl className="grid grid-cols-[1fr_auto] gap-x-3 gap-y-0.5 text-12 figures">
        <Figure name="test" value={episode.evidence.test} />
        <Figure name="alarm at step" value={formatStep(episode.alarmStep)} />
        <Figure name="peak at step" value={formatStep(episode.peakStep)} />
        <Figure name="peak" value={formatNumber(episode.peakValue)} exact={episode.peakValue} />
        {Object.entries(values).map(([name, value]) => (
          <Figure key={name} name={inWords(name)} value={formatNumber(value)} exact={value} />
        ))}
      </dl>
      <Link
        href={`/backtest?runs=${episode.runId}&detector=${episode.kind.replaceAll("_", "-")}`}
        className="link self-start text-12"
      >
        Try other thresholds on this run
      </Link>
      <EpisodeCauses episode={episode} />
    </div>
  );
}

function Figure({ name, value, exact }: { name: string; value: string; exact?: number }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="text-right" title={exact === undefined ? undefined : formatExact(exact)}>
        {value}
      </dd>
    </>
  );
}

function withEvidence(
  drawn: SeriesFigure,
  episode: EpisodeRow,
  scale: Scale,
  palette: Palette,
): SeriesFigure {
  const { shapes = [], annotations = [], ...layout } = drawn.figure.layout;
  const added = evidenceShapes(episode, { scale, yRange: drawn.yRange, palette });
  const whole = {
    ...layout,
    shapes: [...shapes, ...added.shapes],
    annotations: [...annotations, ...added.annotations],
  };
  return { ...drawn, figure: { ...drawn.figure, layout: whole } };
}

function EvidenceChart({ episode }: { episode: EpisodeRow }) {
  const { theme } = useTheme();
  const frame = useChartFrame();
  const range = useMemo(() => evidenceRange(episode), [episode]);
  const { series, error } = useSeries(episode.runId, [episode.series], range, frame.inView);
  const metric = describeMetric(episode.series);
  const scale = metric?.scale ?? "linear";
  const data = series?.[0];
  const lines = useMemo(
    () =>
      data && data.step.length > 0 ? [{ label: episode.series, data, colour: armColour(1, theme) }] : [],
    [data, episode.series, theme],
  );
  const drawing = useMemo(
    () =>
      lines.length > 0 && frame.width > 0
        ? withEvidence(
            seriesFigure({
              lines,
              scale,
              smoothing: 0,
              xRange: range,
              episodes: [episode],
              palette: palettes[theme],
              width: frame.width,
              height: EVIDENCE_HEIGHT,
            }),
            episode,
            scale,
            palettes[theme],
          )
        : null,
    [lines, scale, range, episode, theme, frame.width],
  );
  return (
    <Chart
      title={seriesTitle(episode.series)}
      unit={metric?.unit}
      description={`${episode.series} around the episode. ${episode.evidence.sentence}`}
      figure={drawing?.figure ?? null}
      margins={drawing?.margins}
      height={EVIDENCE_HEIGHT}
      empty={error ?? ""}
      table={() => seriesTable(lines)}
      xRange={range}
      readout={(step) => seriesReadout(lines, step)}
      frame={frame}
    />
  );
}

/** `clipCoefficient` -> `clip coefficient` */
function inWords(name: string): string {
  return name
    .replaceAll(/([a-z\d])([A-Z])/g, "$1 $2")
    .replaceAll("_", " ")
    .toLowerCase();
}

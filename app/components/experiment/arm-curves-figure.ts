import type { Data } from "plotly.js";
import type { ArmCurve, SeriesData } from "../../../db/contract/read-models";
import type { Range, Scale } from "../../charts/figure";
import { type SeriesFigure, seriesFigure } from "../../charts/series-figure";
import type { SeriesLine } from "../../charts/series-line";
import { singleValueSeries } from "../../charts/single-value-series";
import { smooth } from "../../charts/smoothing";
import { armColour, armDash } from "../../format/arm-colour";
import { type Palette, type Theme, withAlpha } from "../../format/palette";

export interface CurveArm {
  id: string;
  name: string;
  position: number;
  /** Mean over seeds with its band; absent until a point has arrived. */
  curve?: ArmCurve;
  /** The seeds themselves. */
  seeds: readonly SeriesData[];
}

export interface ArmCurvesOptions {
  arms: readonly CurveArm[];
  series: string;
  /** Which of the two are drawn. */
  show: { means: boolean; seeds: boolean };
  scale: Scale;
  smoothing: number;
  xRange: Range;
  previousYRange: Range | null;
  bounds?: Range | null;
  theme: Theme;
  palette: Palette;
  width: number;
  height: number;
}

/** Learning curves of arms: mean thick, band around it, seeds thin behind. */
export function armCurvesFigure(options: ArmCurvesOptions): SeriesFigure {
  const drawn = seriesFigure({ ...options, lines: armLines(options) });
  if (!options.show.means || !drawn.yRange) return drawn;
  const bands = options.arms.flatMap((arm) =>
    arm.curve ? band(arm.curve, armColour(arm.position, options.theme), drawn.yRange, options) : [],
  );
  return { ...drawn, figure: { ...drawn.figure, data: [...bands, ...drawn.figure.data] } };
}

/** Lines in drawing order: seeds behind, means before them. Without means the seeds carry the names. */
export function armLines({
  arms,
  series,
  show,
  theme,
}: Pick<ArmCurvesOptions, "arms" | "series" | "show" | "theme">): SeriesLine[] {
  const seeds = show.seeds
    ? arms.flatMap((arm) =>
        arm.seeds.map((data, index): SeriesLine => {
          // One seed stands for its arm's name when there is no mean to carry it.
          const named = !show.means && index === 0;
          return {
            label: arm.name,
            data,
            colour: armColour(arm.position, theme),
            width: 1,
            opacity: 0.45,
            quiet: !named,
          };
        }),
      )
    : [];
  const means = show.means
    ? arms.flatMap((arm): SeriesLine[] =>
        arm.curve && arm.curve.step.length > 0
          ? [
              {
                label: arm.name,
                data: singleValueSeries(arm.curve.armId, series, arm.curve.step, arm.curve.mean),
                colour: armColour(arm.position, theme),
                dash: armDash(arm.position),
                width: 2.25,
              },
            ]
          : [],
      )
    : [];
  return [...seeds, ...means];
}

/** The band ends at the plot's edge: on a log axis an interval that reaches 0 has no lower end to draw. */
function band(
  curve: ArmCurve,
  colour: string,
  yRange: Range,
  { scale, smoothing }: Pick<ArmCurvesOptions, "scale" | "smoothing">,
): Partial<Data>[] {
  const outward = (position: number) => (scale === "log" ? 10 ** position : position);
  const [bottom, top] = [outward(yRange[0]), outward(yRange[1])];
  const clamp = (value: number) => Math.min(top, Math.max(bottom, value));
  const edge = (values: readonly number[]) => smooth(curve.step, values.map(clamp), smoothing, scale);
  const shared = {
    type: "scatter",
    mode: "lines",
    x: curve.step,
    line: { width: 0 },
    hoverinfo: "skip",
  } as const;
  return [
    { ...shared, y: edge(curve.low) },
    { ...shared, y: edge(curve.high), fill: "tonexty", fillcolor: withAlpha(colour, 0.15) },
  ];
}

import type { Annotations, Shape } from "plotly.js";
import type { EpisodeRow } from "../../../db/contract/read-models";
import type { Range, Scale } from "../../charts/figure";
import type { Palette } from "../../format/palette";

/** Figures of the evidence that are levels of the series itself, and what each is called beside its line. */
const levels: Readonly<Record<string, string>> = {
  median: "median",
  anchor: "lowest held",
  first: "first",
  held: "held",
  untrained: "untrained",
  lowest: "lowest",
  best: "best",
  usual: "usual",
  bound: "threshold",
  reference: "compared with",
};

/** Share of the plot's height by which two labels must be apart to be read. */
const LEAST_GAP = 0.12;

type Evidence = Pick<EpisodeRow, "alarmStep" | "startStep" | "evidence">;

/**
 * What a test compared, over the chart of its series: the levels that its figures name, the step at which it fired, and a bar
 * at the foot over the window that it looked at. A level out of view has no line.
 */
export function evidenceShapes(
  { alarmStep, startStep, evidence }: Evidence,
  { scale, yRange, palette }: { scale: Scale; yRange: Range; palette: Palette },
): { shapes: Partial<Shape>[]; annotations: Partial<Annotations>[] } {
  const placed = Object.entries(evidence.values).flatMap(([name, value]) => {
    const label = levels[name];
    const at = scale === "log" ? Math.log10(value) : value;
    return label === undefined || !(at >= yRange[0] && at <= yRange[1]) ? [] : [{ label, value, at }];
  });
  const gap = LEAST_GAP * (yRange[1] - yRange[0]);
  const labelled = placed.filter(
    ({ at }, index) => !placed.slice(0, index).some((other) => Math.abs(other.at - at) < gap),
  );
  const { firstStep, lastStep } = evidence.window;
  return {
    shapes: [
      ...placed.map(
        ({ value }): Partial<Shape> => ({
          type: "line",
          xref: "paper",
          yref: "y",
          x0: 0,
          x1: 1,
          y0: value,
          y1: value,
          line: { width: 1, dash: "dot", color: palette.muted },
        }),
      ),
      {
        type: "line",
        xref: "x",
        yref: "paper",
        x0: alarmStep,
        x1: alarmStep,
        y0: 0,
        y1: 1,
        line: { width: 1, dash: "dash", color: palette.critical },
      },
      {
        type: "rect",
        xref: "x",
        yref: "paper",
        x0: Math.min(firstStep, startStep),
        x1: lastStep,
        y0: 0,
        y1: 0.025,
        line: { width: 0 },
        fillcolor: palette.accent,
      },
    ],
    annotations: labelled.map(({ label, at }) => ({
      xref: "paper",
      yref: "y",
      x: 1,
      y: at,
      xanchor: "right",
      yanchor: "bottom",
      text: label,
      showarrow: false,
      font: { size: 10, color: palette.muted },
    })),
  };
}

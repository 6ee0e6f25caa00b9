import type { Annotations, Shape } from "plotly.js";
import type { GuardAction, GuardActionName } from "../../db/contract/guardrails";
import type { Palette } from "../format/palette";
import { guardWords } from "../format/words";
import type { Range } from "./figure";

/** What a guardrail did, as a chart needs it. */
export type GuardMark = Pick<GuardAction, "step" | "action" | "outcome">;

/** Told apart by shape as well as by colour. */
export const guardGlyphs: Record<GuardActionName, string> = {
  pause: "‖",
  retreat: "↺",
  "skip-step": "↷",
  stop: "■",
};

/** Marks nearer than this say no more than one: a run may skip hundreds of steps. */
const MARK_PX = 12;

const guardColour = (action: GuardActionName, palette: Palette): string =>
  ({
    pause: palette.warning,
    retreat: palette.accent,
    "skip-step": palette.muted,
    stop: palette.critical,
  })[action];

interface GuardMarksView {
  xRange: Range;
  stepsPerPixel: number;
  palette: Palette;
}

/** A dotted line with a glyph at its foot wherever a guardrail acted within sight. */
export function guardMarks(
  marks: readonly GuardMark[],
  { xRange, stepsPerPixel, palette }: GuardMarksView,
): { shapes: Partial<Shape>[]; annotations: Partial<Annotations>[] } {
  const shown = inSight(marks, xRange, stepsPerPixel);
  return {
    shapes: shown.map(({ step, action }) => line(step, "below", guardColour(action, palette))),
    annotations: shown.map(({ step, action }) => ({
      ...glyph(step, action, palette),
      y: 0,
      yanchor: "bottom",
      bgcolor: palette.page,
    })),
  };
}

/** The same where the whole plot is data: glyphs in a lane above it, and the lines over the cells. */
export function guardMarksAbove(
  marks: readonly GuardMark[],
  { xRange, stepsPerPixel, palette }: GuardMarksView,
  /** Where the lane begins, in pixels above the plot. */
  lanePx: number,
): { shapes: Partial<Shape>[]; annotations: Partial<Annotations>[] } {
  const shown = inSight(marks, xRange, stepsPerPixel);
  return {
    // Of the page's colour, which no cell has.
    shapes: shown.map(({ step }) => line(step, "above", palette.page)),
    annotations: shown.map(({ step, action }) => ({
      ...glyph(step, action, palette),
      y: 1,
      yanchor: "bottom",
      yshift: lanePx,
    })),
  };
}

const line = (step: number, layer: "above" | "below", color: string): Partial<Shape> => ({
  type: "line",
  xref: "x",
  yref: "paper",
  x0: step,
  x1: step,
  y0: 0,
  y1: 1,
  layer,
  line: { width: 1, dash: "dot", color },
});

const glyph = (step: number, action: GuardActionName, palette: Palette): Partial<Annotations> => ({
  xref: "x",
  yref: "paper",
  x: step,
  showarrow: false,
  text: guardGlyphs[action],
  font: { size: 13, color: guardColour(action, palette) },
  borderpad: 0,
});

/** In words, what guardrails did at the steps under the pointer. */
export function guardNotes(marks: readonly GuardMark[], step: number, reach: number): string[] {
  const near = marks.filter((mark) => Math.abs(mark.step - step) <= reach);
  const notes = near.slice(-3).map(({ action, outcome }) => `${guardWords[action]}. ${outcome}`);
  return near.length > notes.length ? [`${near.length - notes.length} more before`, ...notes] : notes;
}

/** Of marks that overlap, the gravest stays. */
function inSight(marks: readonly GuardMark[], [from, to]: Range, stepsPerPixel: number): GuardMark[] {
  const distance = MARK_PX * stepsPerPixel;
  const kept: GuardMark[] = [];
  for (const mark of marks.filter(({ step }) => step >= from && step <= to)) {
    const last = kept.at(-1);
    if (!last || mark.step - last.step >= distance) kept.push(mark);
    else if (gravity[mark.action] > gravity[last.action]) kept[kept.length - 1] = mark;
  }
  return kept;
}

const gravity: Record<GuardActionName, number> = { "skip-step": 0, pause: 1, retreat: 2, stop: 3 };

import { expect, test } from "vitest";
import { type EpisodeBand, episodeShapes, union } from "../../../app/charts/episode-shapes";
import { palettes } from "../../../app/format/palette";

const band = (startStep: number, endStep: number, change: Partial<EpisodeBand> = {}): EpisodeBand => ({
  id: `${startStep}`,
  startStep,
  endStep,
  severity: "critical",
  series: "gradient_norm/rnn",
  ...change,
});

test("overlapping stretches are one", () => {
  expect(union([band(5, 9), band(1, 3), band(2, 6), band(20, 21)])).toEqual([
    [1, 9],
    [20, 21],
  ]);
});

test("only the chart of the episode's own series has a bar on top", () => {
  const bars = (shown: string) =>
    episodeShapes([band(10, 20)], palettes.light, new Set([shown]), 0).filter(
      (shape) => Number(shape.y0) > 0.9,
    );
  expect(bars("gradient_norm/rnn")).toHaveLength(1);
  expect(bars("loss/rnn")).toHaveLength(0);
});

test("an episode of one step keeps a width", () => {
  const [tint] = episodeShapes([band(10, 10)], palettes.light, new Set(), 4);
  expect([tint?.x0, tint?.x1]).toEqual([8, 12]);
});

test("of very many episodes the worst are drawn", () => {
  const many = Array.from({ length: 300 }, (_, index) =>
    band(10 * index, 10 * index + 1, { severity: "benign" }),
  );
  const shapes = episodeShapes(
    [...many, band(5000, 5001)],
    palettes.light,
    new Set(["gradient_norm/rnn"]),
    0,
  );
  expect(shapes.length).toBeLessThan(300);
  expect(shapes.some((shape) => shape.fillcolor === palettes.light.critical)).toBe(true);
});

import type { SeriesSummary } from "../../../db/contract/read-models";
import { seriesTitle } from "../../format/words";

/** One chart of a run: the series of one metric, a line for each network or part. */
export interface RunChart {
  key: string;
  title: string;
  unit: string;
  meaning: string;
  scale: "log" | "linear";
  lines: { name: string; label: string; summary: SeriesSummary }[];
}

/** A chart without lines, described by the first of them. */
export function chartOf(key: string, { unit, meaning, scale }: SeriesSummary): RunChart {
  return { key, title: seriesTitle(key), unit, meaning, scale, lines: [] };
}

/** Arm colours 1 to 5, without the control's grey: networks keep theirs over all charts. */
const colourOfLabel: Record<string, number> = {
  discriminator: 1,
  generator: 2,
  rnn: 1,
  real: 3,
  fake: 4,
  mean: 1,
  max: 2,
  all: 1,
};

export function lineColourPosition(label: string, index: number): number {
  return colourOfLabel[label] ?? (index % 5) + 1;
}

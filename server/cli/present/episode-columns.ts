import type { EpisodeRow } from "../../../db/contract/read-models";
import { formatNumber } from "./figures";
import type { Column } from "./table";

/** Beyond it a name of a series pushes the columns behind it off the screen. */
const widest = 48;

/** A long name keeps its begin and its end, which tells layers apart; `episodes show` and --json have all of it. */
function shorten(name: string): string {
  const letters = [...name];
  if (letters.length <= widest) return name;
  return `${letters.slice(0, widest / 2 - 1).join("")}…${letters.slice(-widest / 2).join("")}`;
}

/** An episode in a table, wherever one is printed. */
export const episodeColumns: Column<EpisodeRow>[] = [
  { title: "severity", cell: ({ severity }) => severity },
  { title: "kind", cell: ({ kind }) => kind },
  { title: "series", cell: ({ series }) => shorten(series) },
  { title: "steps", cell: ({ startStep, endStep }) => `${startStep}–${endStep}`, align: "right" },
  { title: "peak", cell: ({ peakValue }) => formatNumber(peakValue), align: "right" },
  { title: "state", cell: ({ state }) => state },
  { title: "triage", cell: ({ triage }) => triage.state },
];

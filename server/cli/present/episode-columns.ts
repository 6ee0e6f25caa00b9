import type { EpisodeRow } from "../../../db/contract/read-models";
import { formatNumber } from "./figures";
import type { Column } from "./table";

/** An episode in a table, wherever one is printed. */
export const episodeColumns: Column<EpisodeRow>[] = [
  { title: "severity", cell: ({ severity }) => severity },
  { title: "kind", cell: ({ kind }) => kind },
  { title: "series", cell: ({ series }) => series },
  { title: "steps", cell: ({ startStep, endStep }) => `${startStep}–${endStep}`, align: "right" },
  { title: "peak", cell: ({ peakValue }) => formatNumber(peakValue), align: "right" },
  { title: "state", cell: ({ state }) => state },
  { title: "triage", cell: ({ triage }) => triage.state },
];

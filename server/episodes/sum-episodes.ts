import type { EpisodeCounts } from "../../db/contract/read-models";

export function sumEpisodes(counts: readonly EpisodeCounts[]): EpisodeCounts {
  const sum: EpisodeCounts = { benign: 0, warning: 0, critical: 0, open: 0 };
  for (const { benign, warning, critical, open } of counts) {
    sum.benign += benign;
    sum.warning += warning;
    sum.critical += critical;
    sum.open += open;
  }
  return sum;
}

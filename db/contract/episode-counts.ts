import { severities } from "./episode";
import type { EpisodeCounts } from "./read-models";

export const noEpisodes = (): EpisodeCounts => ({
  ...{ benign: 0, warning: 0, critical: 0, open: 0 },
  unresolved: { benign: 0, warning: 0, critical: 0 },
});

export function sumEpisodes(counts: readonly EpisodeCounts[]): EpisodeCounts {
  const sum = noEpisodes();
  for (const one of counts) {
    sum.open += one.open;
    for (const severity of severities) {
      sum[severity] += one[severity];
      sum.unresolved[severity] += one.unresolved[severity];
    }
  }
  return sum;
}

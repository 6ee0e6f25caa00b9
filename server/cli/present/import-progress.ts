import type { ImportRound } from "../../import/import-run";
import { formatBytes, formatNumber } from "./figures";
import { LiveLines, progressBar } from "./live-lines";

/** `███░░ 40 %  12 of 30 MB  1.2M points  612k points/s  lightning_logs/version_0` while an import goes on. */
export function showImport(): { add(round: ImportRound): void; end(): void } {
  const live = new LiveLines();
  const startedAt = performance.now();
  let bytes = 0;
  let points = 0;
  return {
    add(round) {
      bytes += round.bytes;
      points += round.points;
      const seconds = (performance.now() - startedAt) / 1000;
      const share = round.totalBytes > 0 ? bytes / round.totalBytes : 0;
      live.update([
        [
          progressBar(share),
          `${Math.min(100, Math.floor(100 * share))} %`,
          `${formatBytes(bytes)} of ${formatBytes(round.totalBytes)}`,
          `${points.toLocaleString("en")} points`,
          `${formatNumber(points / seconds)} points/s`,
          round.run,
        ].join("  "),
      ]);
    },
    end: () => live.clear(),
  };
}

import { decodeNumber, type EncodedNumber } from "../../../db/contract/non-finite";
import { formatDuration, formatNumber } from "./figures";
import { progressBar } from "./live-lines";

/** What a trainer prints with --progress, one JSON line a flush. */
export interface TrainerProgress {
  step: number;
  totalSteps: number;
  stepsPerSecond: number;
  metrics: Record<string, EncodedNumber>;
}

/** `███░░ 40 %  step 240/600  120 steps/s  ETA 3 s  loss/generator 0.693  gradient_norm/generator 4.2` */
export function trainingProgressLine(progress: TrainerProgress): string {
  const { step, totalSteps, stepsPerSecond, metrics } = progress;
  const share = totalSteps > 0 ? step / totalSteps : 0;
  const etaMs = stepsPerSecond > 0 ? ((totalSteps - step) / stepsPerSecond) * 1000 : null;
  const shown = Object.entries(metrics)
    .filter(([name]) => /^(loss|gradient_norm)\/[^/]+$/.test(name))
    .sort(([a], [b]) => b.localeCompare(a))
    .map(([name, value]) => `${name} ${formatNumber(decodeNumber(value))}`);
  return [
    progressBar(share),
    `${Math.floor(share * 100)} %`,
    `step ${step}/${totalSteps}`,
    `${formatNumber(stepsPerSecond)} steps/s`,
    `ETA ${formatDuration(etaMs)}`,
    ...shown,
  ].join("  ");
}

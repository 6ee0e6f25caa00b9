import type { DetectedEpisode } from "../../db/contract/episode";

export function anEpisode(fields: Partial<DetectedEpisode> = {}): DetectedEpisode {
  const { startStep = 10 } = fields;
  return {
    kind: "exploding_gradient",
    series: "gradient_norm/discriminator",
    startStep,
    endStep: startStep + 2,
    alarmStep: startStep,
    peakStep: startStep + 1,
    peakValue: 1200,
    severity: "warning",
    severityReason: "the loss stayed where it was",
    state: "open",
    evidence: {
      test: "jump",
      sentence: "norm 1.2e3 at step 11, 310 times its median 3.9",
      values: { ratio: 310, median: 3.9 },
      window: { firstStep: 0, lastStep: startStep },
    },
    ...fields,
  };
}

import { comparedSamples, judgedSamples } from "../../db/contract/sample-metrics";
import { createImageQuality, type ImageQuality } from "./image-quality";
import { createMeanDiscrepancy, type MeanDiscrepancy } from "./mean-discrepancy";
import type { ProbePlan } from "./plan";
import type { Points } from "./points";
import { meanPairwiseDistance } from "./sample-diversity";

/** Probes of samples that know their data by nothing but a set of reals, and, of digits, the classifier. */
export interface SampleProbes {
  /** `samples`: [count * size]; the first 256 are judged. */
  report(points: Points, samples: Float32Array): void;
}

/**
 * `reals`: [256 * size], held out where data are finite. Asked for, and what follows from them computed, when it is
 * first needed: a run without these probes pays nothing.
 */
export function createSampleProbes(
  plan: ProbePlan,
  data: { size: number; areDigits: boolean; reals: () => Float32Array },
): SampleProbes {
  const { size, areDigits } = data;
  let discrepancy: MeanDiscrepancy | undefined;
  let quality: ImageQuality | undefined;
  return {
    report(points, samples) {
      const judged = samples.subarray(0, judgedSamples * size);
      if (plan.isDue("sample-diversity"))
        points.set(
          "sample/diversity",
          meanPairwiseDistance(judged.subarray(0, comparedSamples * size), size),
        );
      if (plan.isDue("mean-discrepancy")) {
        discrepancy ??= createMeanDiscrepancy(data.reals(), size);
        points.set("sample/mean_discrepancy", discrepancy.distanceOf(judged));
      }
      if (areDigits && plan.isDue("image-quality")) {
        quality ??= createImageQuality(data.reals());
        quality.report(points, judged);
      }
    },
  };
}

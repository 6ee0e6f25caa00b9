import { judgedSamples } from "../../../db/contract/sample-metrics";
import type { TrainingContext } from "../../context";
import { createClassAccuracy } from "../../probes/class-accuracy";
import type { Points } from "../../probes/points";
import { createSampleProbes } from "../../probes/sample-probes";
import { createSlicedWasserstein } from "../../probes/sliced-wasserstein";
import type { Random } from "../../random";
import { digitsOf } from "./digits";
import { side } from "./mnist";

const pixels = side * side;
/** Of the sliced Wasserstein distance; two sets of 256 real digits are .06 apart. */
const projections = 128;

/** Adds all that is measured of generated digits, [256 * 784] in [-1, 1]. */
export type JudgeDigits = (points: Points, samples: Float32Array) => void;

/** Judges samples against as many held-out digits; `asked`: the digit that each sample should be, where one was. */
export function createDigitJudge(context: TrainingContext, random: Random, asked?: Int32Array): JudgeDigits {
  const reals = new Float32Array(judgedSamples * pixels);
  digitsOf("test")(reals, random);
  const slicedWasserstein = createSlicedWasserstein(reals, pixels, projections, random);
  const probes = createSampleProbes(context.probes, { size: pixels, areDigits: true, reals: () => reals });
  const classAccuracy = asked && createClassAccuracy(asked);
  return (points, samples) => {
    points.set("sample/sliced_wasserstein", slicedWasserstein.distanceOf(samples));
    if (classAccuracy && context.probes.isDue("class-accuracy"))
      points.set("sample/class_accuracy", classAccuracy.accuracyOf(samples));
    probes.report(points, samples);
  };
}

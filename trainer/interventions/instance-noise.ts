import type { TrainingContext } from "../context";
import { tf } from "../tensorflow";
import type { SampleTransform } from "./intervention";

/**
 * Instance noise: N(0, sigma^2) is added to real and generated samples before the discriminator sees them, in its
 * updates and in the generator's, so that both distributions overlap and the discriminator cannot be perfect.
 * sigma falls linearly from the first step to 0 at the share `until` of the run.
 * Source: Sønderby et al. 2017, section 2.4; Arjovsky & Bottou 2017, section 3.
 * Misleads: while there is noise the generator is judged on blurred data; sample quality counts after it has gone.
 */
export function instanceNoise(
  { sigma, until }: { sigma: number; until: number },
  context: TrainingContext,
): SampleTransform {
  return (samples, random) => {
    const share = Math.max(0, context.step - 1) / (until * context.totalSteps);
    const deviation = sigma * Math.max(0, 1 - share);
    // Drawn even when it is 0, so that the stream does not depend on the schedule.
    const noise = random.fillNormal(new Float32Array(samples.size), deviation);
    return tf.add(samples, tf.tensor(noise, samples.shape));
  };
}

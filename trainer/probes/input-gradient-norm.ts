import type { Points } from "./points";

/**
 * Input-gradient norm of a critic: an empirical estimate of its Lipschitz constant.
 *
 * Formula: mean and maximum of norm(grad_x D(x)) over the real and generated samples of the step's last critic
 * update, before it. `gradients` holds one row per sample: the gradient of that sample's own output times `scale`.
 * The samples, not points on lines between them, because there the gradient is one more product at the end of the
 * backward pass that is made anyway. A pass of its own over 16 points costs .57 ms of the ring's 11.4 ms a step.
 * Source: the quantity that WGAN-GP (Gulrajani 2017) bounds; its value at the data is Mescheder 2018's R1 term.
 * Cost: that product, and 10 us.
 * Misleads: the true Lipschitz constant is a maximum over all inputs and can lie far above what a batch shows.
 */
export function reportInputGradientNorm(
  points: Points,
  gradients: Float32Array,
  samples: number,
  scale: number,
): void {
  const size = gradients.length / samples;
  let sum = 0;
  let maximum = 0;
  for (let sample = 0; sample < samples; sample += 1) {
    let squares = 0;
    for (let index = sample * size; index < (sample + 1) * size; index += 1)
      squares += gradients[index]! * gradients[index]!;
    const norm = Math.sqrt(squares) / scale;
    sum += norm;
    maximum = Math.max(maximum, norm);
  }
  points.set("input_gradient_norm/mean", sum / samples);
  points.set("input_gradient_norm/max", maximum);
}

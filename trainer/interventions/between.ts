import { type Tensor, tf } from "../tensorflow";
import type { DiscriminatorBatch } from "./intervention";

/** x^ = e x + (1 - e) G(z), e uniform in [0, 1] for each pair of a real and a generated sample (Gulrajani 2017). */
export function between({ real, fake, random }: DiscriminatorBatch): Tensor {
  const pairs = real.shape[0]!;
  const shares = random.fillUniform(new Float32Array(pairs), 0, 1);
  const share = tf.tensor(shares, [pairs, ...real.shape.slice(1).map(() => 1)]);
  return tf.add(fake, tf.mul(share, tf.sub(real, fake)));
}

import { attend } from "../../../../trainer/networks/attention";
import { dense as applyDense } from "../../../../trainer/networks/dense";
import { layerNorm } from "../../../../trainer/networks/layer-norm";
import { createNetwork, type ParameterShape } from "../../../../trainer/networks/network";
import { randomStream } from "../../../../trainer/random";
import { type Scalar, type Tensor, type Tensor1D, type Tensor2D, tf } from "../../../../trainer/tensorflow";
import { integers } from "../speed";
import type { TaskOf } from "../tasks";
import { meanCrossEntropy, oneHot } from "./classifiers";
import type { OurNet } from "./net";

export function transformer(task: TaskOf<"transformer">): OurNet {
  const { layers, width, heads, length, vocabulary, batch } = task;
  const dense = (layer: string, from: number, to: number): ParameterShape[] => [
    { layer, name: "weight", shape: [from, to] },
    { layer, name: "bias", shape: [to] },
  ];
  const norm = (layer: string): ParameterShape[] => [
    { layer, name: "scale", shape: [width] },
    { layer, name: "shift", shape: [width] },
  ];
  const network = createNetwork("rnn", [
    { layer: "embedding", name: "weight", shape: [vocabulary, width] },
    { layer: "positions", name: "weight", shape: [length, width] },
    ...Array.from({ length: layers }, (_, index) => [
      ...norm(`block${index}/norm1`),
      ...dense(`block${index}/mix`, width, 3 * width),
      ...dense(`block${index}/project`, width, width),
      ...norm(`block${index}/norm2`),
      ...dense(`block${index}/widen`, width, 4 * width),
      ...dense(`block${index}/narrow`, 4 * width, width),
    ]).flat(),
    ...norm("norm"),
    ...dense("output", width, vocabulary),
  ]);
  const random = randomStream(0, "init");
  for (const { name, values, shape } of network.parameters)
    if (name === "scale") values.fill(1);
    else if (name === "weight") random.fillNormal(values, 1 / Math.sqrt(shape[0]!));

  const tokens = integers(batch * length, vocabulary);
  const targets = oneHot(integers(batch * length, vocabulary), vocabulary);

  const loss = (weights: readonly Tensor[]): Scalar => {
    let next = 0;
    const take = <T extends Tensor>() => weights[next++] as T;
    const linear = (x: Tensor2D, slope = 1) => applyDense(x, take<Tensor2D>(), take<Tensor1D>(), slope);
    const normalize = (x: Tensor2D) => layerNorm(x, take(), take()) as Tensor2D;
    const attention = (x: Tensor2D) => linear(attend(linear(x), { steps: length, heads, causal: true }));
    const embedded = tf.gather(take<Tensor2D>(), tf.tensor1d(tokens.slice(), "int32"));
    let x = tf.reshape(tf.add(tf.reshape(embedded, [batch, length, width]), take()), [
      batch * length,
      width,
    ]) as Tensor2D;
    for (let layer = 0; layer < layers; layer += 1) {
      x = tf.add(x, attention(normalize(x)));
      x = tf.add(x, linear(linear(normalize(x), 0)));
    }
    return meanCrossEntropy(linear(normalize(x)), tf.tensor2d(targets.slice(), [batch * length, vocabulary]));
  };
  return { network, loss };
}

import type { Tensor, Tensor2D, Tensorflow } from "../../../../trainer/tensorflow";
import type { GradientCase } from "../gradient-case";

export const matMulCases: GradientCase[] = [];
for (const transposeA of [false, true]) {
  for (const transposeB of [false, true]) {
    const shapes = [transposeA ? [4, 3] : [3, 4], transposeB ? [5, 4] : [4, 5]];
    const product = (tf: Tensorflow, a: Tensor, b: Tensor) =>
      tf.square(tf.matMul(a as Tensor2D, b as Tensor2D, transposeA, transposeB));
    const name = `matMul${transposeA ? " A^T" : ""}${transposeB ? " B^T" : ""}`;
    matMulCases.push({ name, shapes, output: (tf, [a, b]) => product(tf, a!, b!) });
    matMulCases.push({
      name: `${name} in batches`,
      shapes: shapes.map((shape) => [2, ...shape]),
      output: (tf, [a, b]) => product(tf, a!, b!),
    });
  }
}
matMulCases.push({
  name: "attention",
  shapes: [
    [2, 3, 4],
    [2, 3, 4],
    [2, 3, 4],
  ],
  output: (tf, [q, k, v]) => tf.matMul(tf.softmax(tf.matMul(q!, k!, false, true)), v!),
});

import type { NamedTensorMap, Variable } from "@tensorflow/tfjs";
import { loadStock } from "../../bare/stock";
import { stepsPerCpuSecond } from "../speed";
import { learningRate, taskOf } from "../tasks";
import { applyMinimalFixes } from "./fixes";
import { createStockNet } from "./networks";

/** Trains a task on stock TensorFlow.js with the minimal fixes, as its guide says: variableGrads and tf.train.adam. */
export async function trainStock(name: string): Promise<number> {
  const tf = await loadStock();
  applyMinimalFixes(tf);
  const net = createStockNet(tf, taskOf(name));
  const optimizer = tf.train.adam(learningRate);
  return stepsPerCpuSecond(() =>
    tf.tidy(() => {
      const { value, grads } = tf.variableGrads(net.loss, net.variables);
      optimizer.applyGradients(grads as Record<keyof NamedTensorMap, Variable>);
      value.dataSync();
    }),
  );
}

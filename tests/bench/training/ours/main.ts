import type { BackendName } from "../../../../db/contract/run-config";
import { dataHome } from "../../../../db/home";
import { chooseBackend } from "../../../../trainer/backend/choose";
import { differentiate } from "../../../../trainer/gradients/differentiate";
import { weightsOf } from "../../../../trainer/networks/network";
import { createOptimizer } from "../../../../trainer/optimizers";
import { measuredFloats } from "../../../../trainer/probes/sum-of-squares";
import { createRunState } from "../../../../trainer/state/state-registry";
import { tf } from "../../../../trainer/tensorflow";
import { stepsPerCpuSecond } from "../speed";
import { learningRate, type Task, taskOf } from "../tasks";
import { mlp, rnn } from "./classifiers";
import { convCritic, mlpCritic } from "./critic";
import type { OurNet } from "./net";
import { transformer } from "./transformer";

/** Trains a task as our workloads do: weights outside of tfjs, `differentiate`, a flat optimizer. */
export async function trainOurs(name: string, backend: string): Promise<number> {
  await chooseBackend(tf, { requested: backend as BackendName, home: dataHome() });
  const { network, loss } = create(taskOf(name));
  const optimizer = createOptimizer(
    { name: "adam", learningRate, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    network.values.length,
    createRunState(),
  );
  const gradient = measuredFloats(network.values.length);
  return stepsPerCpuSecond(() =>
    tf.tidy(() => {
      const weights = weightsOf(network);
      const { loss: value } = differentiate(network, weights, () => loss(weights), gradient);
      if (!Number.isFinite(value)) throw new Error(`The loss of ${name} is ${value}`);
      optimizer.update(network.values, gradient);
    }),
  );
}

function create(task: Task): OurNet {
  if (task.kind === "mlp-critic") return mlpCritic(task);
  if (task.kind === "conv-critic") return convCritic(task);
  if (task.kind === "rnn") return rnn(task);
  if (task.kind === "transformer") return transformer(task);
  return mlp(task);
}

import { checkSecondOrder } from "./autodiff";
import { weightsOf } from "./networks/network";
import { tf } from "./tensorflow";
import type { Workload } from "./workloads/workload";

/**
 * Before the first step of a run with a penalty: are the second-order gradients of its own networks right on this
 * backend? Throws where they are not. Returns one sentence for the log, undefined where none was needed.
 */
export function testSecondOrder(workload: Workload): string | undefined {
  const losses = workload.penalizedLosses();
  if (losses.length === 0) return undefined;
  const startedAt = performance.now();
  for (const { network, loss } of losses)
    tf.tidy(() => {
      const names = network.parameters.map(({ layer, name }) => `${network.name}/${layer}/${name}`);
      checkSecondOrder(tf, loss, weightsOf(network), { names });
    });
  const tested = [...new Set(losses.map(({ network }) => network.name))].join(" and ");
  return `Second-order gradients of the ${tested} agree with finite differences (${Math.round(performance.now() - startedAt)} ms)`;
}

import { describe, expect, it } from "vitest";
import { createNetwork } from "../../../trainer/networks/network";
import { createWeightAverage } from "../../../trainer/protocol/weight-average";
import { createRunState } from "../../../trainer/state/state-registry";

const decay = 0.9;
const aNetwork = () =>
  createNetwork("generator", [
    { layer: "output", name: "weight", shape: [1, 1] },
    { layer: "output", name: "bias", shape: [1] },
  ]);

describe("the moving average of weights", () => {
  it("is their mean weighted by powers of the decay, without a bias to the start", () => {
    const network = aNetwork();
    // What the network starts with must not count.
    network.values.fill(1000);
    const average = createWeightAverage(network, decay, createRunState());
    const history = [1, 3, -2, 5].map((weight) => [weight, 10 * weight]);
    for (const weights of history) {
      network.values.set(weights);
      average.push();
    }
    const total = 0.9 ** 3 + 0.9 ** 2 + 0.9 + 1;
    const mean = (0.9 ** 3 * 1 + 0.9 ** 2 * 3 + 0.9 * -2 + 5) / total;
    expect(average.network.values[0]).toBeCloseTo(mean, 5);
    expect(average.network.parameters[1]!.values[0]).toBeCloseTo(10 * mean, 4);
    expect(network.values).toEqual(new Float32Array([5, 50]));
  });

  it("is the first weights after the first update", () => {
    const network = aNetwork();
    const average = createWeightAverage(network, decay, createRunState());
    network.values.set([7, 8]);
    average.push();
    expect(average.network.values).toEqual(new Float32Array([7, 8]));
  });
});

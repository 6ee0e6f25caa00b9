import { describe, expect, it } from "vitest";
import { RunConfig, type RunConfigInput, TemporalOrderRnnConfig } from "../../../db/contract/run-config";
import { createContext } from "../../../trainer/context";
import { weightsOf } from "../../../trainer/networks/network";
import { type RecurrentTrace, zeroTrace } from "../../../trainer/networks/recurrent-trace";
import { randomStream } from "../../../trainer/random";
import { type Tensor3D, tf } from "../../../trainer/tensorflow";
import { createWorkload } from "../../../trainer/workloads";
import { recurrentNetwork } from "../../../trainer/workloads/sequences/recurrent-network";
import {
  applyRecurrentNetwork,
  createRecurrentNetwork,
} from "../../../trainer/workloads/temporal-order-rnn/network";
import { onBackend } from "../on-backend";

onBackend();

const settings = {
  hidden: 5,
  initialization: { name: "normal", sigma: 0.5 },
  recurrentInitialization: { name: "orthogonal", gain: 1 },
} as const;

describe("a recurrent network of a declared cell", () => {
  it("propagates errors through time, as Omega sees them, like the net of the temporal order problem", () => {
    const shape = { features: 6, outputs: 4, answers: "last" } as const;
    const declared = recurrentNetwork({ ...settings, cell: "rnn" }, shape, randomStream(1, "init"));
    const config = TemporalOrderRnnConfig.parse({ workload: "temporal-order-rnn", hidden: 5 });
    const other = createRecurrentNetwork(config, randomStream(2, "init"));
    other.values.set(declared.network.values);

    tf.tidy(() => {
      const weights = weightsOf(declared.network);
      const sequences = tf.tensor3d(
        randomStream(3, "data").fillNormal(new Float32Array(2 * 7 * 6)),
        [2, 7, 6],
      );
      const zeros = zeroTrace(declared.recurrent!.statesShape(sequences));
      const errorsOf = (outputs: (trace: RecurrentTrace) => ReturnType<typeof applyRecurrentNetwork>) =>
        tf
          .grads((preactivations, states) =>
            outputs({ preactivations, states } as RecurrentTrace)
              .square()
              .sum(),
          )([zeros.preactivations, zeros.states])
          .map((gradient) => Array.from(gradient.dataSync()));
      const ours = errorsOf((trace) =>
        declared.apply(weights, sequences, { activation: () => {}, trace }).as2D(2, 4),
      );
      const theirs = errorsOf((trace) =>
        applyRecurrentNetwork(weights, sequences.transpose([1, 0, 2]) as Tensor3D, {
          activation: () => {},
          trace,
        }),
      );
      for (const [part, errors] of ours.entries()) {
        expect(errors).toHaveLength(7 * 2 * 5);
        for (const [index, error] of errors.entries()) expect(error).toBeCloseTo(theirs[part]![index]!, 5);
      }
      expect(ours[0]!.every((error) => error !== 0)).toBe(true);
      expect(declared.network.parameters[declared.recurrent!.parameter]).toMatchObject({
        layer: "rnn-recurrent",
        shape: [5, 5],
      });
    });
  });

  it.each([
    ["lstm", 4],
    ["gru", 3],
  ] as const)(
    "has %s gates, each with a recurrent matrix of its own, and offers Omega nothing",
    (cell, gates) => {
      const shape = { features: 2, outputs: 1, answers: "all" } as const;
      const { network, recurrent } = recurrentNetwork({ ...settings, cell }, shape, randomStream(0, "init"));
      expect(recurrent).toBeUndefined();
      const matrix = network.parameters.find(({ layer }) => layer === `${cell}-recurrent`)!;
      expect(matrix.shape).toEqual([5, 5 * gates]);
      for (let gate = 0; gate < gates; gate += 1) {
        // Orthogonal: every column of every gate has length 1.
        for (let column = 0; column < 5; column += 1) {
          let squares = 0;
          for (let row = 0; row < 5; row += 1)
            squares += matrix.values[row * 5 * gates + gate * 5 + column]! ** 2;
          expect(squares).toBeCloseTo(1, 5);
        }
      }
    },
  );
});

describe("interventions on sequence workloads", () => {
  const small = { sequenceLength: 6, hidden: 6 };
  const configs: RunConfigInput[] = [
    { workload: "adding-rnn", cell: "rnn", ...small },
    { workload: "copy-rnn", cell: "rnn", hidden: 6, delay: 4, remembered: 2 },
  ];
  it.each(configs)("Omega changes the gradient of the recurrent matrix alone: $workload", (config) => {
    const gradients = [[], [{ name: "omega" as const, alpha: 2 }]].map((interventions) => {
      const parsed = RunConfig.parse({ ...config, interventions });
      const points = new Map<string, number>();
      const context = createContext(parsed);
      const workload = createWorkload(parsed, context);
      context.step = 1;
      workload.step(points);
      return points;
    });
    const of = (layer: string) => gradients.map((points) => points.get(`gradient_norm/rnn/${layer}`)!);
    expect(gradients[1]!.get("penalty/omega")).toBeGreaterThan(0);
    expect(of("rnn-input")[0]).toBeCloseTo(of("rnn-input")[1]!, 6);
    expect(of("output")[0]).toBeCloseTo(of("output")[1]!, 6);
    expect(of("rnn-recurrent")[0]).not.toBeCloseTo(of("rnn-recurrent")[1]!, 3);
  });
});

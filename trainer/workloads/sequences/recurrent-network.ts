import type { Initialization } from "../../../db/contract/architecture";
import type { RecurrentCell } from "../../../db/contract/config/recurrent-net";
import { type BuiltNetwork, buildNetwork } from "../../networks/build";
import type { Random } from "../../random";
import type { SupervisedModel } from "../supervised/supervised-model";

export interface RecurrentNetSettings {
  cell: RecurrentCell;
  hidden: number;
  initialization: Initialization;
  recurrentInitialization: Initialization;
}

/** Index of the recurrent matrix among the parameters: after the input's weight and bias. */
const recurrentParameter = 2;

/**
 * One recurrent layer and a linear output, after the last step or after each. Sequences [batch, steps, features] ->
 * [batch, outputs] or [batch, steps, outputs]. Named "rnn", whatever its cell, so that charts of cells compare.
 */
export function recurrentNetwork(
  settings: RecurrentNetSettings,
  shape: { features: number; outputs: number; answers: "last" | "all" },
  random: Random,
): Pick<BuiltNetwork, "network" | "apply"> & Pick<SupervisedModel<unknown>, "recurrent"> {
  const { cell, hidden, initialization, recurrentInitialization } = settings;
  const { network, apply } = buildNetwork(
    "rnn",
    [null, shape.features],
    {
      initialization,
      layers: [
        { kind: cell, name: cell, units: hidden, returns: shape.answers, recurrentInitialization },
        { kind: "dense", units: shape.outputs },
      ],
    },
    random,
  );
  if (cell !== "rnn") return { network, apply };
  return {
    network,
    apply,
    recurrent: {
      parameter: recurrentParameter,
      statesShape: ({ shape: [batch, steps] }) => [steps!, batch!, hidden],
    },
  };
}

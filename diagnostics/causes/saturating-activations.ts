/** Saturating activations with poor initialization: each layer passes less than its neighbour on (Glorot & Bengio 2010). */
import { type CauseDescription, clue } from "./cause";

export const saturatingActivations: CauseDescription = {
  id: "saturating_activations_poor_initialization",
  title: "Saturating activations or poor initialization in a deep net",
  explains: ["vanishing_gradient", "saturation", "plateau"],
  weigh({ config, fromStart, episode: { evidence, series }, root, log }) {
    if (config.adversarial) return undefined;
    const isFirstLayer = series === log.layers[0]?.name;
    return [
      ...clue(
        fromStart,
        2.5,
        `${evidence.test === "depth" ? "the first layers were starved" : "too little arrived"} from the first steps on`,
      ),
      ...clue(!fromStart, -2.5, "the gradient had been there before"),
      ...clue(evidence.test === "depth", 1.5, "it fades from the last layer to the first"),
      ...clue(isFirstLayer, 0.5, "the first layer receives least"),
      ...clue(config.saturating, 1.5, "its units are sigmoid or tanh"),
      ...clue(config.depth >= 5, 1, `it has ${config.depth} layers`),
      ...clue(config.recurrent, -2, "the network is recurrent: time is its depth"),
      ...clue(evidence.test === "zero", -2, "the gradient is exactly zero"),
      ...clue(root.kind === "exploding_gradient", -2, "an explosion came before"),
    ];
  },
  propose: () => ({
    words: "Initialize by Glorot or He, use ReLU with batch or layer normalization, or residual connections",
    set: { activation: "relu", "initialization.name": "he-normal" },
  }),
};

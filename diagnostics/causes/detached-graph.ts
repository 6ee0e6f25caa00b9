/** Detached graph: the loss is not connected to the weights, or all of them are frozen. */
import { type CauseDescription, clue } from "./cause";

export const detachedGraph: CauseDescription = {
  id: "detached_graph",
  title: "Detached graph or frozen weights",
  explains: ["vanishing_gradient", "dead_run", "plateau"],
  weigh({ episode: { evidence }, fromStart, root, config, beside }) {
    const isZero = evidence.test === "zero";
    if (!isZero && !beside.has("dead_run")) return undefined;
    return [
      ...clue(isZero, 4, "the gradient is exactly zero"),
      ...clue(fromStart, 1, "it was there from the first steps on"),
      ...clue(root.kind === "exploding_gradient", -3, "an explosion came before: units may all be dead"),
      ...clue(config.adversarial, -1.5, "one network of a pair may be paused"),
    ];
  },
  propose: () => ({ words: "Look for detach, no_grad and requires_grad between the loss and the weights" }),
};

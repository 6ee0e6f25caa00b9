/** Dying ReLU: units whose input is negative for all data pass no gradient and never come back (Lu 2019). */
import { type CauseDescription, clue } from "./cause";
import { networkOf } from "./cause-context";
import type { TestedRun } from "./tested-run";

export const dyingRelu: CauseDescription = {
  id: "dying_relu",
  title: "Dying ReLU",
  explains: ["dead_units", "vanishing_gradient", "discriminator_collapse", "plateau"],
  weigh({ config, episode: { kind, evidence }, rateJump, beside, root, onset, episode, fromStart }) {
    if (config.saturating && !config.relu) return undefined;
    const isAbrupt =
      episode.peakStep - onset <= 60 || evidence.test === "zero" || evidence.values.ratio === 0;
    return [
      ...clue(config.relu, 1.5, "its units are ReLU"),
      ...clue(kind === "dead_units" || beside.has("dead_units"), 2, "most units receive no gradient"),
      ...clue(
        kind === "discriminator_collapse" && evidence.values.ratio === 0,
        2.5,
        "the generator's gradient is exactly zero",
      ),
      ...clue(
        config.adversarial &&
          kind === "vanishing_gradient" &&
          beside.has("discriminator_collapse") &&
          isAbrupt,
        2.5,
        "it became zero at once, with the discriminator's answers all alike",
      ),
      ...clue(rateJump > 3, -2, "the learning rate rose before: it is what killed them"),
      ...clue(root.kind === "exploding_gradient", -1, "an explosion came before: it is what killed them"),
      ...clue(config.weightDecay >= 0.05, -2, "a strong weight decay shrinks what units pass on"),
      ...clue(fromStart && kind === "vanishing_gradient", -1, "it was there from the first steps on"),
    ];
  },
  propose: ({ run, episode: { series } }) => ({
    words: "Use LeakyReLU, a lower learning rate, or biases that begin at zero or a little above",
    ...(isRelu(run, activationOf(series))
      ? { set: { [activationOf(series)]: "leaky-relu" } }
      : { scale: { "learning rate": 0.3 } }),
  }),
};

/** Of the networks of a pair in the plane, whose activations are settings that take LeakyReLU. */
const activationOf = (series: string): string =>
  networkOf(series) === "generator" ? "generatorActivation" : "discriminatorActivation";

const isRelu = ({ own }: TestedRun, setting: string): boolean =>
  (own as Record<string, unknown> | undefined)?.[setting] === "relu";

/** No gradient clipping in a recurrent net: products of Jacobians over time explode now and then (Pascanu 2013). */
import { type CauseDescription, clue } from "./cause";
import { clippingAt } from "./proposals";

export const noClippingInRecurrentNet: CauseDescription = {
  id: "no_gradient_clipping_in_recurrent_network",
  title: "No gradient clipping in a recurrent net",
  explains: ["exploding_gradient", "non_finite", "loss_divergence", "plateau"],
  weigh({ config, rateJump, lossAtOnset }) {
    if (!config.recurrent) return undefined;
    return [
      { weight: 2, text: "the network is recurrent" },
      ...clue(!config.hasClipping, 2, "nothing clips its gradient"),
      ...clue(config.hasClipping, -4, "its gradient is clipped"),
      ...clue(rateJump > 3, -3, "the learning rate rose at that step"),
      ...clue(lossAtOnset < 2, 0.5, "the loss was as usual when the gradient jumped"),
      ...clue(lossAtOnset > 30, -1, "the loss was far out before the update of that step"),
    ];
  },
  propose: (context) => ({ words: "Clip the gradient by its global norm", add: clippingAt(context) }),
};

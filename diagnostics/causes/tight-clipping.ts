/** Clipping threshold too low: it sets the step size of nearly every update. */
import { type CauseDescription, clue } from "./cause";

export const tightClipping: CauseDescription = {
  id: "clipping_threshold_too_low",
  title: "Clipping threshold too low",
  explains: ["clip_saturation", "plateau", "update_ratio"],
  weigh: ({ episode: { kind }, beside }) => [
    ...clue(kind === "clip_saturation" || beside.has("clip_saturation"), 2.5, "nearly every step is clipped"),
  ],
  propose: ({ usualNorm }) => ({
    words: "Raise the threshold to the norm that is usual",
    ...(usualNorm > 0 && { add: `clip-global-norm:maxNorm=${Number(usualNorm.toPrecision(2))}` }),
  }),
};

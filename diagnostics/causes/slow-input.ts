/** Slow input or a shared machine: steps wait for something that is not training. */
import { type CauseDescription, clue } from "./cause";

export const slowInput: CauseDescription = {
  id: "slow_input_pipeline",
  title: "Slow input or a shared machine",
  explains: ["stalled_run"],
  weigh: ({ episode: { kind } }) =>
    clue(kind === "stalled_run", 2, "steps take many times as long, and train no worse"),
  propose: () => ({ words: "Look at the data loader's queue, the disk and who else uses the device" }),
};

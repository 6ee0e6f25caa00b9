import { parseArmText } from "../../db/contract/arm-text";
import { builtInNames } from "../../db/contract/workloads";
import { choice, codecOf, integer, type Parameter, text } from "../url/parameters";

export const launchSearch = codecOf({
  workload: choice(["", ...builtInNames], ""),
  mode: choice(["compare", "run"], "compare"),
  /** Id of a ready-made set of arms to start from. */
  preset: text(),
  /** Id of a run whose settings fill the form. */
  from: text(),
  /** With `from`: that run is forked after its checkpoint of this step. */
  step: integer(),
  /** With `from`: the arm to compare with that run's own, such as "wgan-gp:coefficient=1+optimizer.learningRate=0.01". */
  test: arm(),
});

/** One that no arm can be read from counts as none. */
function arm(): Parameter<string> {
  const { read, write } = text();
  return {
    write,
    read(texts) {
      const value = read(texts);
      try {
        parseArmText(value);
        return value;
      } catch {
        return "";
      }
    },
  };
}

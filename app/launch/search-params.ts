import { parseArmText } from "../../db/contract/arm-text";
import { builtInNames } from "../../db/contract/workloads";
import { choice, codecOf, integer, number, type Parameter, text } from "../url/parameters";

export const launchSearch = codecOf({
  workload: choice(["", ...builtInNames], ""),
  mode: choice(["compare", "run"], "compare"),
  /** Id of a ready-made set of arms to start from. */
  preset: text(),
  /** Id of a run whose settings fill the form. */
  from: text(),
  /** With `from`: that run is forked after its checkpoint of this step. */
  step: integer(),
  /** With `from`: an arm to compare with that run's own, such as "clip-global-norm:maxNorm=1". */
  test: arm(),
  /** With `from`: what its learning rates are multiplied by. */
  rate: number(),
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

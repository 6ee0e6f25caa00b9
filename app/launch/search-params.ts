import { builtInNames } from "../../db/contract/workloads";
import { choice, codecOf, integer, text } from "../url/parameters";

export const launchSearch = codecOf({
  workload: choice(["", ...builtInNames], ""),
  mode: choice(["compare", "run"], "compare"),
  /** Id of a ready-made set of arms to start from. */
  preset: text(),
  /** Id of a run whose settings fill the form. */
  from: text(),
  /** With `from`: that run is forked after its checkpoint of this step. */
  step: integer(),
});

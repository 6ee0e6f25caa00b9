import { armExpression } from "../../../db/contract/command";
import { refusalsOf } from "../../../db/contract/compatibility";
import { GradiometerError } from "../../../db/contract/errors";
import { type ArmInput, armNameOf } from "../../../db/contract/experiment";
import { parseInterventions } from "../../../db/contract/intervention-text";
import type { RunConfig } from "../../../db/contract/run-config";

/** `none,clip-global-norm,wgan-gp:coefficient=1` as arms over that config; the first is the control. */
export function parseArms(config: RunConfig, text: string): ArmInput[] {
  const arms = text.split(",").map((part) => {
    const interventions = parseInterventions(part);
    const [conflict] = refusalsOf({ ...config, interventions });
    if (conflict) throw new GradiometerError("invalid", `Arm "${part.trim()}": ${conflict}.`);
    return { name: armNameOf(interventions), interventions };
  });
  // Arms that differ in a parameter only are told apart by it.
  const plain = arms.map(({ name }) => name);
  const named = arms.map(({ name, interventions }) =>
    plain.filter((other) => other === name).length > 1 ? armExpression(interventions) : name,
  );
  // An arm against itself is a fair test of the comparison; a number tells the two apart.
  return arms.map((arm, index) => {
    const before = named.slice(0, index).filter((name) => name === named[index]).length;
    return { ...arm, name: before === 0 ? named[index]! : `${named[index]} (${before + 1})` };
  });
}

import { parseArmText } from "../../../db/contract/arm-text";
import { armExpression } from "../../../db/contract/command";
import { refusalsOf } from "../../../db/contract/compatibility";
import { GradiometerError } from "../../../db/contract/errors";
import { type ArmInput, armNameOf, configOfArm } from "../../../db/contract/experiment";
import { listedTwice } from "../../../db/contract/guardrails";
import type { RunConfig } from "../../../db/contract/run-config";

/** `none,clip-global-norm,wgan-gp:coefficient=1,exploding:retreat,batchSize=16` as arms over that config; the first is the control. */
export function parseArms(config: RunConfig, text: string): ArmInput[] {
  const arms = text.split(",").map((part, index) => {
    if (part.trim() === "")
      throw new GradiometerError(
        "invalid",
        `Arm ${index + 1} of "${text}" is empty; write none for one without stabilizers, or leave the comma out.`,
      );
    const arm = parseArmText(part.trim());
    const run = configOfArm(config, arm);
    const conflict = refusalsOf(run)[0] ?? listedTwice(run.guardrails)?.message;
    if (conflict) throw new GradiometerError("invalid", `Arm "${part.trim()}": ${conflict}.`);
    return { name: armNameOf(arm.interventions, arm.guardrails, arm.settings), ...arm };
  });
  // Arms that differ in a parameter only are told apart by it.
  const plain = arms.map(({ name }) => name);
  const named = arms.map(({ name, interventions, guardrails, settings }) =>
    plain.filter((other) => other === name).length > 1
      ? armExpression(interventions, guardrails, settings)
      : name,
  );
  // An arm against itself is a fair test of the comparison; a number tells the two apart.
  return arms.map((arm, index) => {
    const before = named.slice(0, index).filter((name) => name === named[index]).length;
    return { ...arm, name: before === 0 ? named[index]! : `${named[index]} (${before + 1})` };
  });
}

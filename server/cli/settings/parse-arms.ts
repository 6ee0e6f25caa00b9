import { armExpression } from "../../../db/contract/command";
import { refusalsOf } from "../../../db/contract/compatibility";
import { GradiometerError } from "../../../db/contract/errors";
import { type ArmInput, armNameOf, configOfArm } from "../../../db/contract/experiment";
import { parseGuardrails } from "../../../db/contract/guardrail-text";
import { guardedKinds, listedTwice } from "../../../db/contract/guardrails";
import { parseInterventions } from "../../../db/contract/intervention-text";
import type { RunConfig } from "../../../db/contract/run-config";

/** `none,clip-global-norm,wgan-gp:coefficient=1,exploding:retreat` as arms over that config; the first is the control. */
export function parseArms(config: RunConfig, text: string): ArmInput[] {
  const arms = text.split(",").map((part, index) => {
    if (part.trim() === "")
      throw new GradiometerError(
        "invalid",
        `Arm ${index + 1} of "${text}" is empty; write none for one without stabilizers, or leave the comma out.`,
      );
    const arm = parseArm(part.trim());
    const run = configOfArm(config, arm);
    const conflict = refusalsOf(run)[0] ?? listedTwice(run.guardrails)?.message;
    if (conflict) throw new GradiometerError("invalid", `Arm "${part.trim()}": ${conflict}.`);
    return { name: armNameOf(arm.interventions, arm.guardrails), ...arm };
  });
  // Arms that differ in a parameter only are told apart by it.
  const plain = arms.map(({ name }) => name);
  const named = arms.map(({ name, interventions, guardrails }) =>
    plain.filter((other) => other === name).length > 1 ? armExpression(interventions, guardrails) : name,
  );
  // An arm against itself is a fair test of the comparison; a number tells the two apart.
  return arms.map((arm, index) => {
    const before = named.slice(0, index).filter((name) => name === named[index]).length;
    return { ...arm, name: before === 0 ? named[index]! : `${named[index]} (${before + 1})` };
  });
}

/** Stabilizers and guardrails joined by "+": what begins with a kind of episode is a guardrail, e.g. `exploding:retreat`. */
function parseArm(text: string): Pick<ArmInput, "interventions" | "guardrails"> {
  // A "+" before a letter joins; one in a number (1e+3) does not.
  const parts = text.split(/\+(?=\s*[a-z])/i).map((part) => part.trim());
  const isGuardrail = (part: string) => guardedKinds.some((kind) => part.split(":")[0] === kind);
  const stabilizers = parts.filter((part) => !isGuardrail(part));
  return {
    interventions: stabilizers.length === 0 ? [] : parseInterventions(stabilizers.join("+")),
    guardrails: parseGuardrails(parts.filter(isGuardrail).join("+")),
  };
}

import { armExpression } from "../../../db/contract/command";
import { GradiometerError } from "../../../db/contract/errors";
import { type ArmInput, armNameOf, interventionConflicts } from "../../../db/contract/experiment";
import { parseInterventions } from "../../../db/contract/intervention-text";
import type { WorkloadName } from "../../../db/contract/workloads";

/** `none,clip-global-norm,wgan-gp:coefficient=1` as arms; the first is the control. */
export function parseArms(workload: WorkloadName, text: string): ArmInput[] {
  const arms = text.split(",").map((part) => {
    const interventions = parseInterventions(part);
    const [conflict] = interventionConflicts(workload, interventions);
    if (conflict) throw new GradiometerError("invalid", `Arm "${part.trim()}": ${conflict}.`);
    return { name: armNameOf(interventions), interventions };
  });
  // Arms that differ in a parameter only are told apart by it.
  const plain = arms.map(({ name }) => name);
  return arms.map((arm) => ({
    ...arm,
    name: plain.filter((name) => name === arm.name).length > 1 ? armExpression(arm.interventions) : arm.name,
  }));
}

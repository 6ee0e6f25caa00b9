import { misfitsOf } from "../../../db/contract/network-shape";
import type { CheckedDraft } from "./draft";
import type { ForkOrigin } from "./initial-draft";

/** What a fork asks for besides: to end after the checkpoint, and networks that its weights fit. */
export function checkFork(checked: CheckedDraft, { run: parent, step }: ForkOrigin): CheckedDraft {
  if (!checked.run) return checked;
  const errors: Record<string, string> = {};
  if (checked.run.steps <= step)
    errors.steps = `Expected more than the checkpoint's ${step} steps, got ${checked.run.steps}.`;
  for (const { path, held, asked } of misfitsOf(parent.config, checked.run))
    errors[path === "interventions" ? "arms.0.interventions" : path] =
      `The checkpoint holds networks with ${held}, got ${asked}. Set it back, or train a new run.`;
  return Object.keys(errors).length === 0
    ? checked
    : { ...checked, run: null, errors: { ...checked.errors, ...errors } };
}

import { expect, test } from "vitest";
import { forkCommand } from "../../../db/contract/command";
import { RunConfig, type RunConfigInput } from "../../../db/contract/run-config";

const commandOf = (parent: object, fork: object) => {
  const config = (more: object) => RunConfig.parse({ workload: "ring-gan", ...more } as RunConfigInput);
  return forkCommand({ id: "p", config: config(parent) }, { step: 200, config: config(fork) });
};

test("a fork's command names its parent's guardrails only where they were changed, and none where they were dropped", () => {
  const guarded = { guardrails: [{ on: "non-finite", action: "skip-step" }] };
  expect(commandOf(guarded, guarded)).toBe("gradiometer fork p --at-step 200");
  expect(commandOf(guarded, {})).toBe("gradiometer fork p --at-step 200 --set guardrails=none");
  expect(commandOf({}, guarded)).toMatch(/--set guardrails=non-finite:skip-step/);
});

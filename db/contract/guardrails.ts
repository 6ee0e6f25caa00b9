import { z } from "zod";
import type { EpisodeKind } from "./episode";
import { Step } from "./identifiers";

/** What a guardrail watches for: kinds of episodes, in the words of the command line. */
export const guardedKinds = ["exploding", "vanishing", "non-finite"] as const;
export const GuardedKind = z.enum(guardedKinds).describe("Kind of episode it reacts to");
export type GuardedKind = z.infer<typeof GuardedKind>;

export const episodeKindOf: Record<GuardedKind, EpisodeKind> = {
  exploding: "exploding_gradient",
  vanishing: "vanishing_gradient",
  "non-finite": "non_finite",
};

const onEpisode = {
  on: GuardedKind,
  severity: z
    .enum(["benign", "warning", "critical"])
    .default("warning")
    .describe("Least severity of an episode at which it acts"),
};

/** A reaction inside a run to what the monitor's detectors find. */
export const Guardrail = z.discriminatedUnion("action", [
  z.strictObject({ action: z.literal("pause"), ...onEpisode }),
  z.strictObject({
    action: z.literal("retreat"),
    ...onEpisode,
    rateFactor: z
      .number()
      .positive()
      .max(1)
      .default(0.5)
      .describe("What every learning rate is multiplied by from then on"),
    limit: z
      .number()
      .int()
      .min(1)
      .max(100)
      .default(3)
      .describe("Retreats in a run; the next episode ends it"),
  }),
  z.strictObject({
    action: z.literal("skip-step"),
    on: GuardedKind.exclude(["vanishing"]).describe("Kind of gradient whose update is not applied"),
    limit: z
      .number()
      .int()
      .min(1)
      .max(10_000)
      .default(20)
      .describe("Steps skipped in a row; the next one ends the run"),
  }),
  z.strictObject({ action: z.literal("stop"), ...onEpisode }),
]);
export type Guardrail = z.infer<typeof Guardrail>;
export const guardActionNames = ["pause", "retreat", "skip-step", "stop"] as const;
export type GuardActionName = Guardrail["action"];

/** What each action does, in one sentence. */
export const guardActions: Record<GuardActionName, string> = {
  pause: "Training waits until somebody lets it continue; no number changes",
  retreat: "Goes back to the last checkpoint from before the episode, with lower learning rates from there",
  "skip-step": "An update that is not finite, or whose gradient explodes, is not applied",
  stop: "The run ends as diverged",
};

/** The kinds of episodes that an action can react to. */
export const kindsOf = (action: GuardActionName): readonly GuardedKind[] =>
  Guardrail.options.find(({ shape }) => shape.action.value === action)?.shape.on.options ?? [];

/** The rules of a run, in the order in which they are asked. */
export const Guardrails = z
  .array(Guardrail)
  .max(12)
  .default([])
  .superRefine((rules, issues) => {
    const second = listedTwice(rules);
    if (second) issues.addIssue({ code: "custom", path: [second.index], message: second.message });
  });

/** Of two rules with one reaction to one kind, the second would never act; undefined where there are none. */
export function listedTwice(rules: readonly Guardrail[]): { index: number; message: string } | undefined {
  const index = rules.findIndex(
    ({ on, action }, at) => rules.findIndex((rule) => rule.on === on && rule.action === action) < at,
  );
  const second = rules[index];
  return (
    second && { index, message: `The guardrail ${second.on}:${second.action} is listed twice; keep one` }
  );
}

/** What a guardrail did, and why: an event of the run. */
export const GuardAction = z.object({
  step: Step,
  wallTimeMs: z.number().min(0).max(Number.MAX_SAFE_INTEGER),
  on: GuardedKind,
  action: z.enum(guardActionNames),
  /** The series that gave the reason. */
  series: z.string().min(1).max(200),
  /** What was found, in one sentence. */
  reason: z.string().max(2000),
  /** What was done about it, in one sentence. */
  outcome: z.string().max(2000),
});
export type GuardAction = z.infer<typeof GuardAction>;

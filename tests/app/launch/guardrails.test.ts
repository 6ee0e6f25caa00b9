import { describe, expect, test } from "vitest";
import { guardrailFields } from "../../../app/components/launch/config-fields";
import { checkDraft, type Draft } from "../../../app/components/launch/draft";
import {
  draftGuardrail,
  type GuardrailDraft,
  newGuardrail,
  withAction,
} from "../../../app/components/launch/guardrail-draft";
import { draftFromRun } from "../../../app/components/launch/initial-draft";
import { compareCommand, trainCommand } from "../../../db/contract/command";
import { parseGuardrails } from "../../../db/contract/guardrail-text";
import { guardActionNames, guardedKinds, kindsOf } from "../../../db/contract/guardrails";
import { RunConfig } from "../../../db/contract/run-config";

const rule = (text: string, values: Record<string, string> = {}): GuardrailDraft => {
  const draft = draftGuardrail(parseGuardrails(text)[0]!, 0);
  return { ...draft, values: { ...draft.values, ...values } };
};
const draft = (guardrails: GuardrailDraft[], own: GuardrailDraft[][] = [[]]): Draft => ({
  workload: "ring-gan",
  values: {},
  arms: own.map((rules, index) => ({
    key: `${index}`,
    name: `arm ${index}`,
    interventions: [],
    guardrails: rules,
    settings: null,
  })),
  guardrails,
  seeds: "6",
  firstSeed: "0",
  question: "",
});

describe("a guardrail in the form", () => {
  test("asks for the parameters that its action has", () => {
    expect(guardrailFields("retreat")).toMatchObject([
      { path: "severity", kind: "choice", options: ["benign", "warning", "critical"], standard: "warning" },
      { path: "rateFactor", kind: "number", range: "above 0, up to 1", standard: 0.5 },
      { path: "limit", kind: "number", integer: true, range: "1 to 100", standard: 3 },
    ]);
    expect(guardrailFields("skip-step").map(({ path }) => path)).toEqual(["limit"]);
  });

  test("that is added reacts to the first kind that has no such reaction yet", () => {
    const first = newGuardrail("a", "retreat", []);
    const second = newGuardrail("b", "retreat", [first]);
    expect([first.on, second.on]).toEqual(["exploding", "vanishing"]);
    expect(newGuardrail("c", "pause", [first]).on).toBe("exploding");
    const both = [newGuardrail("d", "skip-step", [])];
    both.push(newGuardrail("e", "skip-step", both));
    expect(both.map(({ on }) => on)).toEqual(["exploding", "non-finite"]);
  });

  test("offers every action that some kind allows, and no kind that an action refuses", () => {
    for (const action of guardActionNames)
      expect(kindsOf(action)).toEqual(
        action === "skip-step" ? ["exploding", "non-finite"] : [...guardedKinds],
      );
  });

  test("is what the command line would be told", () => {
    const { run } = checkDraft(
      draft([rule("exploding:retreat", { rateFactor: "0.25" }), newGuardrail("b", "stop", [])]),
    );
    expect(run?.guardrails).toEqual(parseGuardrails("exploding:retreat:rateFactor=0.25+exploding:stop"));
    expect(trainCommand(run!)).toContain(
      "--set guardrails=exploding:retreat:severity=warning:rateFactor=0.25:limit=3+exploding:stop:severity=warning",
    );
  });

  test("starts from its new action's own defaults", () => {
    const changed = withAction(rule("exploding:retreat:limit=7"), "skip-step");
    expect(checkDraft(draft([changed])).run?.guardrails).toEqual(parseGuardrails("exploding:skip-step"));
  });

  test("of a stored run comes out as it went in", () => {
    const config = RunConfig.parse({
      workload: "ring-gan",
      guardrails: parseGuardrails("exploding:retreat:rateFactor=0.25:limit=9+non-finite:skip-step"),
    });
    expect(checkDraft(draftFromRun({ config }, "run")).run).toEqual(config);
    expect(checkDraft(draftFromRun({ config }, "compare")).experiment?.config).toEqual(config);
  });
});

describe("what is wrong with a guardrail stands at its row", () => {
  test("a parameter out of range, or no number", () => {
    const wrong = [
      rule("exploding:retreat", { limit: "0" }),
      rule("non-finite:skip-step", { limit: "many" }),
    ];
    const { run, errors } = checkDraft(draft(wrong));
    expect(run).toBeNull();
    expect(errors).toEqual({
      "guardrails.0.limit": "Expected a number of at least 1, got 0.",
      "guardrails.1.limit": 'Expected a number, got "many".',
    });
  });

  test("the second of two with the same reaction to the same kind", () => {
    const { run, errors } = checkDraft(
      draft([rule("exploding:stop"), rule("non-finite:stop"), rule("exploding:stop")]),
    );
    expect(run).toBeNull();
    expect(errors).toEqual({ "guardrails.2": "The guardrail exploding:stop is listed twice; keep one." });
  });

  test("an arm's own that repeats one of all arms", () => {
    const own = [[], [rule("non-finite:stop"), rule("exploding:stop")]];
    const { experiment, errors } = checkDraft(draft([rule("exploding:stop")], own));
    expect(experiment).toBeNull();
    expect(errors).toEqual({
      "arms.1.guardrails.1": "The guardrail exploding:stop is listed twice; keep one.",
    });
  });
});

test("guardrails of all arms and an arm's own are told apart in the command", () => {
  const { experiment } = checkDraft(draft([rule("non-finite:stop")], [[], [rule("exploding:pause")]]));
  expect(compareCommand(experiment!)).toBe(
    "gradiometer compare ring-gan --arms none,exploding:pause:severity=warning --seeds 6 --set guardrails=non-finite:stop:severity=warning",
  );
});

import { expect, test } from "vitest";
import { draftOf, isSameRule, ruleOf } from "../../../app/components/settings/retention-draft";
import type { RetentionRule } from "../../../db/contract/retention";

const rule: RetentionRule = { olderThanDays: 30, statuses: ["diverged"], tag: "sweep", keepLast: 20 };

test("a rule is typed and read as it is stored, and an empty form is none", () => {
  expect(ruleOf(draftOf(rule))).toEqual({ rule, errors: {} });
  expect(ruleOf(draftOf(null))).toEqual({ rule: null, errors: {} });
});

test("what cannot be read says so at its field, and nothing is taken for a rule", () => {
  const read = (change: Partial<ReturnType<typeof draftOf>>) => ruleOf({ ...draftOf(rule), ...change });
  expect(read({ days: "0" })).toEqual({
    rule: null,
    errors: { days: 'Expected days from 1 to 36500, got "0"' },
  });
  expect(read({ keepLast: "1.5" }).errors).toEqual({
    keepLast: 'Expected a whole number from 0 on, got "1.5"',
  });
  expect(read({ days: "" }).errors.days).toMatch(/^Say after how many days/);
});

test("the order in which states were chosen makes no other rule", () => {
  const both = { ...rule, statuses: ["diverged", "crashed"] as RetentionRule["statuses"] };
  expect(isSameRule(both, { ...both, statuses: ["crashed", "diverged"] })).toBe(true);
  expect(isSameRule(both, rule)).toBe(false);
  expect(isSameRule(rule, null)).toBe(false);
});

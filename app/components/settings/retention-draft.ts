import { RetentionRule } from "../../../db/contract/retention";
import type { RunStatus } from "../../../db/contract/statuses";

/** A rule as it is typed: numbers are text until they are read. */
export interface RetentionDraft {
  days: string;
  statuses: readonly RunStatus[];
  tag: string;
  keepLast: string;
}

const suggestion: RetentionDraft = { days: "", statuses: [], tag: "", keepLast: "0" };

export const draftOf = (rule: RetentionRule | null): RetentionDraft =>
  rule
    ? {
        days: String(rule.olderThanDays),
        statuses: rule.statuses,
        tag: rule.tag ?? "",
        keepLast: String(rule.keepLast),
      }
    : suggestion;

export type DraftErrors = Partial<Record<"days" | "keepLast", string>>;

/** The rule that a draft means: null for none, errors by field where it cannot be read. */
export function ruleOf(draft: RetentionDraft): { rule: RetentionRule | null; errors: DraftErrors } {
  if (draft.days.trim() === "")
    return narrows(draft)
      ? { rule: null, errors: { days: "Say after how many days; the others narrow which runs" } }
      : { rule: null, errors: {} };
  const parsed = RetentionRule.safeParse({
    olderThanDays: numberOf(draft.days),
    statuses: draft.statuses,
    tag: draft.tag.trim() || null,
    keepLast: numberOf(draft.keepLast.trim() || "0"),
  });
  if (parsed.success) return { rule: parsed.data, errors: {} };
  const wrong = new Set(parsed.error.issues.map(({ path }) => path[0]));
  return {
    rule: null,
    errors: {
      ...(wrong.has("olderThanDays") && { days: `Expected days from 1 to 36500, got "${draft.days}"` }),
      ...(wrong.has("keepLast") && {
        keepLast: `Expected a whole number from 0 on, got "${draft.keepLast}"`,
      }),
    },
  };
}

const narrows = ({ statuses, tag, keepLast }: RetentionDraft): boolean =>
  statuses.length > 0 || tag.trim() !== "" || !["", "0"].includes(keepLast.trim());

const numberOf = (text: string): number => (text.trim() === "" ? Number.NaN : Number(text));

export const isSameRule = (a: RetentionRule | null, b: RetentionRule | null): boolean =>
  JSON.stringify(a && { ...a, statuses: [...a.statuses].sort() }) ===
  JSON.stringify(b && { ...b, statuses: [...b.statuses].sort() });

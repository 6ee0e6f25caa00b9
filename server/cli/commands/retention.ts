import { type Command, InvalidArgumentError, Option } from "commander";
import { GradiometerError } from "../../../db/contract/errors";
import { describeRetention, endedStatuses, type RetentionRule } from "../../../db/contract/retention";
import type { RunStatus } from "../../../db/contract/statuses";
import { getRetention, setRetention } from "../../../db/store/retention";
import { withContext } from "../open-context";
import { collect, wholeNumber } from "../option-values";
import { print, printJson } from "../present/output";

interface RetentionOptions {
  olderThan?: number;
  status: RunStatus[];
  tag?: string;
  keepLast: number;
  off?: true;
  json?: true;
}

export function addRetentionCommand(program: Command): void {
  program
    .command("retention")
    .summary("which ended runs gc deletes; none unless a rule is set")
    .description(
      "Show or set the rule by which `gradiometer gc` deletes runs that ended long ago. Runs of experiments are never deleted. `gradiometer gc --dry-run` shows which would go.",
    )
    .option("--older-than <days>", "delete what ended longer ago", wholeNumber(1, 36_500))
    .addOption(
      new Option(
        "--status <status>",
        `only runs that ended so (${endedStatuses.join(", ")}); may be repeated`,
      )
        .argParser(collectStatus)
        .default([]),
    )
    .option("--tag <tag>", "only runs with this tag")
    .option("--keep-last <n>", "of these, keep the newest n however old", wholeNumber(0, 1_000_000), 0)
    .option("--off", "delete nothing, as at first")
    .option("--json", "print the rule as JSON on stdout")
    .action(retention);
}

function retention({ olderThan, status, tag, keepLast, off, json }: RetentionOptions): void {
  const narrows = status.length > 0 || tag !== undefined || keepLast > 0;
  if (olderThan === undefined && narrows)
    throw new GradiometerError("invalid", "A rule needs --older-than <days>; the other options narrow it");
  withContext(off || olderThan !== undefined ? "existing" : "reading", ({ db }) => {
    if (off) setRetention(db, null);
    else if (olderThan !== undefined)
      setRetention(db, {
        olderThanDays: olderThan,
        statuses: status as RetentionRule["statuses"],
        tag: tag ?? null,
        keepLast,
      });
    const rule = getRetention(db);
    if (json) return printJson(rule);
    print(
      rule
        ? `gradiometer gc deletes ${describeRetention(rule)}.`
        : "Runs are kept for ever; --older-than <days> sets a rule.",
    );
  });
}

function collectStatus(text: string, before: RunStatus[]): RunStatus[] {
  const status = endedStatuses.find((known) => known === text);
  if (!status) throw new InvalidArgumentError(`Expected one of ${endedStatuses.join(", ")}, got "${text}".`);
  return collect(status, before) as RunStatus[];
}

import { z } from "zod";
import type { RetentionPreview } from "../../db/contract/read-models";
import { RetentionRule } from "../../db/contract/retention";
import { countEnded, expiredRuns, getRetention } from "../../db/store/retention";
import { inSnapshot } from "../../db/transaction";
import type { ServerContext } from "../context";

const oldestShown = 8;

/** A rule to try; the stored one where it is left out. */
export const PreviewRetention = z.object({ rule: RetentionRule.nullable().optional() });
export type PreviewRetention = z.infer<typeof PreviewRetention>;

/** What a rule would delete now. Nothing is changed. */
export function previewRetention({ db }: ServerContext, input: PreviewRetention): RetentionPreview {
  return inSnapshot(db, () => {
    const rule = input.rule === undefined ? getRetention(db) : input.rule;
    const runs = rule ? expiredRuns(db, rule) : [];
    const { ended, points } = countEnded(
      db,
      runs.map(({ id }) => id),
    );
    return { rule, ended, runs: runs.length, points, oldest: runs.slice(0, oldestShown) };
  });
}

import { z } from "zod";
import { isEnded, type RunStatus, runStatuses } from "./statuses";

/** How a run can have ended. */
export const endedStatuses = runStatuses.filter(isEnded) as [RunStatus, ...RunStatus[]];

/** Which runs `gradiometer gc` deletes. Off where there is no rule. */
export const RetentionRule = z.strictObject({
  /** Only runs that ended longer ago. */
  olderThanDays: z.number().min(1).max(36_500),
  /** Only runs that ended so; all when empty. */
  statuses: z.array(z.enum(endedStatuses)).default([]),
  /** Only runs with this tag. */
  tag: z.string().min(1).nullable().default(null),
  /** Of those that the rule is about, the newest this many stay however old they are. */
  keepLast: z.number().int().min(0).default(0),
});
export type RetentionRule = z.infer<typeof RetentionRule>;

/** `diverged or crashed runs tagged sweep that ended more than 30 days ago, all but the newest 20 of them` */
export function describeRetention({ olderThanDays, statuses, tag, keepLast }: RetentionRule): string {
  const which = [statuses.join(" or "), "runs", tag === null ? "" : `tagged ${tag}`]
    .filter(Boolean)
    .join(" ");
  const days = olderThanDays === 1 ? "a day" : `${olderThanDays} days`;
  const kept = keepLast > 0 ? `, all but the newest ${keepLast} of them` : "";
  return `${which} that ended more than ${days} ago${kept}`;
}

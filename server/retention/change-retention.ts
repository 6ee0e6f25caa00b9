import { z } from "zod";
import type { RetentionPreview } from "../../db/contract/read-models";
import { RetentionRule } from "../../db/contract/retention";
import { setRetention } from "../../db/store/retention";
import type { ServerContext } from "../context";
import { previewRetention } from "./preview-retention";

/** Null keeps all runs for ever. */
export const ChangeRetention = z.object({ rule: RetentionRule.nullable() });
export type ChangeRetention = z.infer<typeof ChangeRetention>;

/** Stores the rule. It deletes nothing by itself. */
export function changeRetention(ctx: ServerContext, { rule }: ChangeRetention): RetentionPreview {
  setRetention(ctx.db, rule);
  return previewRetention(ctx, {});
}

import { z } from "zod";
import { EpisodeKind, Severity } from "../../db/contract/episode";
import type { Settings } from "../../db/contract/read-models";
import { getSettings, setSettings } from "../../db/store/settings";
import { durably } from "../../db/transaction";
import { redirectDeliveries } from "../alerts/redirect-deliveries";
import { parseWebhookTarget } from "../alerts/webhook-target";
import type { ServerContext } from "../context";
import { readSettings } from "./read-settings";

export const ChangeSettings = z.strictObject({
  /** null or "" switches the webhook off. */
  webhookUrl: z
    .string()
    .trim()
    .max(2000, "A webhook's address has at most 2000 characters")
    .nullable()
    .optional(),
  alertSeverities: z.array(Severity).optional(),
  alertKinds: z.array(EpisodeKind).optional(),
});
export type ChangeSettings = z.infer<typeof ChangeSettings>;

/** Changes what is given, keeps the rest. Alerts that wait for the old webhook go to the new one. */
export function changeSettings(ctx: ServerContext, input: ChangeSettings): Settings {
  const { webhookUrl, ...rules } = input;
  const url = webhookUrl === undefined ? undefined : webhookUrl || null;
  if (url) parseWebhookTarget(url, ctx.allowPrivateWebhooks);
  durably(ctx.db, () => {
    const before = getSettings(ctx.db).webhookUrl;
    setSettings(ctx.db, { ...rules, ...(url === undefined ? {} : { webhookUrl: url }) });
    if (url !== undefined && url !== before) redirectDeliveries(ctx.db, url);
  });
  return readSettings(ctx);
}

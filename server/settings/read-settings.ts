import type { Settings } from "../../db/contract/read-models";
import { getSettings } from "../../db/store/settings";
import type { ServerContext } from "../context";

export function readSettings(ctx: ServerContext): Settings {
  return { ...getSettings(ctx.db), webhookAllowPrivate: ctx.allowPrivateWebhooks };
}

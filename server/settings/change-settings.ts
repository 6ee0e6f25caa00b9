import { z } from "zod";
import { EpisodeKind, Severity } from "../../db/contract/episode";
import { GradiometerError } from "../../db/contract/errors";
import type { Settings } from "../../db/contract/read-models";
import type { ServerContext } from "../context";

export const ChangeSettings = z.strictObject({
  /** null or "" switches the webhook off. */
  webhookUrl: z.string().trim().max(2000).nullable().optional(),
  alertSeverities: z.array(Severity).optional(),
  alertKinds: z.array(EpisodeKind).optional(),
});
export type ChangeSettings = z.infer<typeof ChangeSettings>;

export function changeSettings(_ctx: ServerContext, _input: ChangeSettings): Settings {
  throw new GradiometerError("unavailable", "This part of the server has not started yet.");
}

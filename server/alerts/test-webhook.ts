import { randomUUID } from "node:crypto";
import { GradiometerError } from "../../db/contract/errors";
import type { WebhookTest } from "../../db/contract/read-models";
import { getSettings } from "../../db/store/settings";
import type { ServerContext } from "../context";
import { describeFailure, sendWebhook, statusProblem } from "./send-webhook";

/** Posts a test message to the webhook of the settings, once, and says what came back. */
export async function testWebhook(ctx: ServerContext): Promise<WebhookTest> {
  const { webhookUrl } = getSettings(ctx.db);
  if (!webhookUrl)
    throw new GradiometerError("invalid", "No webhook is set; save its address first, then test it.");
  const body = {
    event: "test",
    text: "Gradiometer reaches this webhook: alerts about episodes will arrive here.",
    episode: null,
    run: null,
    url: ctx.url,
  };
  try {
    const status = await sendWebhook(
      { id: randomUUID(), target: webhookUrl, body },
      { allowPrivate: ctx.allowPrivateWebhooks, signal: ctx.stopping },
    );
    const error = statusProblem(status);
    return error === undefined ? { ok: true, status } : { ok: false, status, error };
  } catch (error) {
    return { ok: false, error: describeFailure(error) };
  }
}

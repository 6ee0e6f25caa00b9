import { GradiometerError } from "../../db/contract/errors";
import type { WebhookTest } from "../../db/contract/read-models";
import type { ServerContext } from "../context";

export function testWebhook(_ctx: ServerContext): Promise<WebhookTest> {
  throw new GradiometerError("unavailable", "This part of the server has not started yet.");
}

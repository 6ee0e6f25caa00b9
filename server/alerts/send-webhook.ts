import { request as httpRequest, type RequestOptions } from "node:http";
import { request as httpsRequest } from "node:https";
import { guardedLookup, parseWebhookTarget } from "./webhook-target";

export const webhookTimeoutMs = 5_000;

export interface WebhookMessage {
  /** The same for every try at one delivery: receivers drop what they have seen. */
  id: string;
  target: string;
  body: unknown;
}

/** Posts JSON once. Resolves with the status of any answer; rejects when there was none. */
export function sendWebhook(
  message: WebhookMessage,
  { allowPrivate, timeoutMs = webhookTimeoutMs }: { allowPrivate: boolean; timeoutMs?: number },
): Promise<number> {
  return new Promise((resolve, reject) => {
    const url = parseWebhookTarget(message.target, allowPrivate);
    const body = Buffer.from(JSON.stringify(message.body));
    const options: RequestOptions = {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "content-length": body.length,
        "idempotency-key": message.id,
        "user-agent": "gradiometer",
      },
      lookup: guardedLookup(allowPrivate),
      // No pooled connection: an address that was judged earlier must not be reused.
      agent: false,
    };
    const request = (url.protocol === "https:" ? httpsRequest : httpRequest)(url, options, (response) => {
      // The status decides; the rest of the answer is not read. Redirects are not followed.
      response.destroy();
      clearTimeout(timer);
      resolve(response.statusCode ?? 0);
    });
    const timer = setTimeout(
      () => request.destroy(new Error(`no answer within ${timeoutMs / 1000} s`)),
      timeoutMs,
    );
    request.on("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
    request.end(body);
  });
}

/** Why a status is no success, in words; undefined for 2xx. */
export function statusProblem(status: number): string | undefined {
  if (status >= 200 && status < 300) return undefined;
  if (status >= 300 && status < 400)
    return `the receiver answered ${status}, and redirects are not followed; set its final address`;
  return `the receiver answered ${status}`;
}

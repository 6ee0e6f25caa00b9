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
  options: { allowPrivate: boolean; timeoutMs?: number; signal?: AbortSignal },
): Promise<number> {
  const { allowPrivate, timeoutMs = webhookTimeoutMs, signal } = options;
  return new Promise((resolve, reject) => {
    const url = parseWebhookTarget(message.target, allowPrivate);
    const body = Buffer.from(JSON.stringify(message.body));
    const requestOptions: RequestOptions = {
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
      ...(signal ? { signal } : {}),
    };
    const request = (url.protocol === "https:" ? httpsRequest : httpRequest)(
      url,
      requestOptions,
      (response) => {
        // The status decides; the rest of the answer is not read. Redirects are not followed.
        response.destroy();
        clearTimeout(timer);
        resolve(response.statusCode ?? 0);
      },
    );
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

/** Why there was no answer, in words. */
export function describeFailure(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case "ECONNREFUSED":
      return "nothing listens at this address (connection refused)";
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return "its host name cannot be resolved";
    case "ECONNRESET":
      return "the receiver closed the connection without an answer";
    default:
      return message || code || String(error);
  }
}

import type { AlertRow } from "../../../db/contract/read-models";

type Delivery = Omit<AlertRow["deliveries"][number], "alertId">;

/**
 * What a delivery's state means, and what to do where it did not arrive. `nowMs` is null while a page is
 * rendered on the server, whose clock the browser does not share.
 */
export function deliveryInWords(
  delivery: Delivery,
  nowMs: number | null,
): { words: string; advice: string | null } {
  const host = hostOf(delivery.target);
  const tries = delivery.attempts === 1 ? "1 try" : `${delivery.attempts} tries`;
  switch (delivery.state) {
    case "delivered":
      return { words: `Delivered to ${host}`, advice: null };
    case "failed":
      return { words: `Not delivered to ${host} after ${tries}`, advice: adviceFor(delivery.lastError) };
    case "pending": {
      if (delivery.attempts === 0) return { words: `Waiting to be sent to ${host}`, advice: null };
      return {
        words: `Not yet delivered to ${host}: ${tries}, ${nextTry(delivery.nextAttemptAt, nowMs)}`,
        advice: adviceFor(delivery.lastError),
      };
    }
  }
}

function nextTry(at: number | null, nowMs: number | null): string {
  if (at === null || nowMs === null) return "the next one soon";
  const seconds = Math.round((at - nowMs) / 1000);
  if (seconds <= 0) return "the next one now";
  if (seconds < 90) return `the next one in ${seconds} s`;
  return `the next one in ${Math.round(seconds / 60)} m`;
}

/** The error itself, with what usually helps against its kind. */
export function adviceFor(error: string | null): string | null {
  if (!error) return null;
  const sentence = error.charAt(0).toUpperCase() + error.slice(1);
  const said = /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
  if (/\b(401|403)\b/.test(error)) return `${said} Check the token in the webhook's address.`;
  if (/\b(404|410)\b/.test(error)) return `${said} Check the webhook's address in the settings.`;
  if (/\b5\d\d\b/.test(error)) return `${said} The receiver had trouble; it is tried again.`;
  if (/refused|unreachable|timed? ?out|not (be )?found|resolve/i.test(error))
    return `${said} Check that the receiver runs and that this machine reaches it.`;
  return said;
}

/** The host alone: a webhook's path often holds its secret. */
function hostOf(target: string): string {
  return URL.canParse(target) ? new URL(target).host : target;
}

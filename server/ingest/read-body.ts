import type { IncomingMessage } from "node:http";
import { ingestLimits } from "../../db/contract/ingest";
import { HttpRefusal } from "../front-door/http-refusal";

/** Bytes of all bodies that are being read or wait to be stored: what ingest may hold of the server's memory. */
export interface Budget {
  readonly mostBytes: number;
  heldBytes: number;
}

/** A body that is sent in time takes far less; one byte a second would hold its place for ever. */
const patienceMs = 30_000;

/** The bytes of a request, counted against the budget as they arrive; whoever gets them gives them back to it. */
export function readBody(req: IncomingMessage, budget: Budget): Promise<ArrayBuffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const timer = setTimeout(
      () =>
        fail(
          new HttpRefusal(408, `The body took longer than ${patienceMs / 1000} s to arrive; send it again.`, {
            connection: "close",
          }),
        ),
      patienceMs,
    );
    const settle = () => {
      clearTimeout(timer);
      req.off("data", take).off("end", finish).off("error", fail).off("close", gone);
    };
    const fail = (error: Error) => {
      settle();
      budget.heldBytes -= length;
      reject(error);
    };
    const gone = () =>
      fail(new HttpRefusal(400, "The connection ended before the body did.", { connection: "close" }));
    const take = (chunk: Buffer) => {
      length += chunk.length;
      budget.heldBytes += chunk.length;
      if (length > ingestLimits.bodyBytes) fail(tooLarge());
      else if (budget.heldBytes > budget.mostBytes) fail(tooBusy());
      else chunks.push(chunk);
    };
    const finish = () => {
      settle();
      const whole = new Uint8Array(length);
      let at = 0;
      for (const chunk of chunks) {
        whole.set(chunk, at);
        at += chunk.length;
      }
      resolve(whole.buffer);
    };
    req.on("data", take).on("end", finish).on("error", fail).on("close", gone);
  });
}

const tooLarge = () =>
  new HttpRefusal(
    413,
    `The body has more than ${ingestLimits.bodyBytes} bytes; send it in smaller batches, 1,000 to 10,000 points each.`,
    { connection: "close" },
  );

export const tooBusy = () =>
  new HttpRefusal(
    429,
    "More batches wait to be stored than the server holds; send this one again in a second.",
    {
      "retry-after": "1",
      connection: "close",
    },
  );

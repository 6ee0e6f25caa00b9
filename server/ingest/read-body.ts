import type { IncomingMessage } from "node:http";
import { ingestLimits } from "../../db/contract/ingest";
import { HttpRefusal } from "../front-door/http-refusal";

/** Memory of all requests that are being read or wait to be stored. */
export interface Budget {
  readonly mostBytes: number;
  heldBytes: number;
}

/** A body, and what it takes of the budget: whoever gets it gives that back. */
export interface HeldBody {
  body: ArrayBuffer;
  heldBytes: number;
}

/** A body that is sent in time takes far less; one byte a second would hold its place for ever. */
const patienceMs = 30_000;
/** What a request costs besides its body. */
const overheadBytes = 4096;

/** A client that is refused while it sends is still listened to for so long: cut off at once, it would not see why. */
const lingerMs = 2_000;

/** The bytes of a request, counted against the budget as they arrive. */
export async function readBody(req: IncomingMessage, budget: Budget): Promise<HeldBody> {
  const announced = Number(req.headers["content-length"] ?? 0);
  const held = { body: new ArrayBuffer(0), heldBytes: 0 };
  const hold = (bytes: number) => {
    held.heldBytes += bytes;
    budget.heldBytes += bytes;
    if (budget.heldBytes > budget.mostBytes) throw tooBusy();
  };
  try {
    if (announced > ingestLimits.bodyBytes) throw tooLarge(`${announced}`);
    hold(overheadBytes);
    held.body = joined(await readChunks(req, hold));
    return held;
  } catch (error) {
    budget.heldBytes -= held.heldBytes;
    linger(req);
    throw error;
  }
}

/** Throws away what is still sent, and after a while the connection. */
function linger(req: IncomingMessage): void {
  if (req.complete) return;
  req.resume();
  const timer = setTimeout(() => req.socket.destroy(), lingerMs);
  req.once("close", () => clearTimeout(timer));
}

function readChunks(req: IncomingMessage, hold: (bytes: number) => void): Promise<Buffer[]> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const timer = setTimeout(() => fail(tooSlow()), patienceMs);
    const settle = () => {
      clearTimeout(timer);
      req.off("data", take).off("end", finish).off("error", leave).off("close", leave);
    };
    const fail = (error: Error) => {
      settle();
      reject(error);
    };
    const leave = () => fail(new HttpRefusal(400, "The connection ended before the body did."));
    const take = (chunk: Buffer) => {
      length += chunk.length;
      try {
        if (length > ingestLimits.bodyBytes) throw tooLarge(`more than ${ingestLimits.bodyBytes}`);
        hold(chunk.length);
        chunks.push(chunk);
      } catch (error) {
        fail(error as Error);
      }
    };
    const finish = () => {
      settle();
      resolve(chunks);
    };
    req.on("data", take).on("end", finish).on("error", leave).on("close", leave);
  });
}

/** In a buffer of its own, which can be handed to another thread. */
function joined(chunks: readonly Buffer[]): ArrayBuffer {
  const whole = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole.buffer;
}

const tooLarge = (bytes: string) =>
  new HttpRefusal(
    413,
    `The body has ${bytes} bytes; at most ${ingestLimits.bodyBytes} are accepted. Send it in smaller batches, of 1,000 to 10,000 points each.`,
  );

const tooSlow = () =>
  new HttpRefusal(408, `The body took longer than ${patienceMs / 1000} s to arrive; send it again.`);

const tooBusy = () =>
  new HttpRefusal(429, "More waits to be stored than the server holds; send this batch again in a second.", {
    "retry-after": "1",
  });

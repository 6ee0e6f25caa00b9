import type { IncomingHttpHeaders } from "node:http";
import { HttpRefusal } from "./http-refusal";

/** Largest body of a tRPC call: an experiment of 12 arms takes some 10 kB. */
export const maxApiBodyBytes = 1024 * 1024;

/** Refuses by the announced length, before a byte is read; the reader counts the bytes of chunked bodies. */
export function checkBodySize(headers: IncomingHttpHeaders, maxBytes: number): void {
  const announced = Number(headers["content-length"] ?? 0);
  if (announced > maxBytes)
    throw new HttpRefusal(
      413,
      `The request's body has ${announced} bytes; at most ${maxBytes} are accepted.`,
      { connection: "close" },
    );
}

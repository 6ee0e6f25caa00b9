import type { IncomingMessage, ServerResponse } from "node:http";
import { HttpRefusal } from "./http-refusal";
import { respondRefusal } from "./respond";

/** Stands in for the front door until there is one, with an answer that clients know to wait at. */
export function answerWhileStarting(req: IncomingMessage, res: ServerResponse): void {
  respondRefusal(
    req,
    res,
    new HttpRefusal(503, "Gradiometer is starting; send this again in a second.", { "retry-after": "1" }),
  );
}

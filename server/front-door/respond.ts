import type { IncomingMessage, ServerResponse } from "node:http";
import { TRPC_ERROR_CODES_BY_KEY } from "@trpc/server/rpc";
import type { HttpRefusal } from "./http-refusal";

export function respondJson(res: ServerResponse, status: number, body: unknown): void {
  res.writeHead(status, { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" });
  res.end(JSON.stringify(body));
}

/** JSON for programs, a page of one sentence for people; 401 also offers to log in. */
export function respondRefusal(req: IncomingMessage, res: ServerResponse, refusal: HttpRefusal): void {
  if (res.headersSent) {
    res.destroy();
    return;
  }
  for (const [name, value] of Object.entries(refusal.headers)) res.setHeader(name, value);
  if (req.url?.startsWith("/api/trpc/")) respondJson(res, refusal.status, trpcRefusal(refusal));
  else if (!req.headers.accept?.includes("text/html")) {
    respondJson(res, refusal.status, { error: { status: refusal.status, message: refusal.message } });
  } else {
    res.writeHead(refusal.status, {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
    });
    res.end(page(refusal));
  }
}

const trpcKeys: Record<number, keyof typeof TRPC_ERROR_CODES_BY_KEY> = {
  400: "BAD_REQUEST",
  401: "UNAUTHORIZED",
  403: "FORBIDDEN",
  404: "NOT_FOUND",
  405: "METHOD_NOT_SUPPORTED",
  413: "PAYLOAD_TOO_LARGE",
  503: "SERVICE_UNAVAILABLE",
};

/** In the shape of tRPC's own errors, serialized by superjson, so that pages can say why. */
function trpcRefusal({ status, message }: HttpRefusal) {
  const key = trpcKeys[status] ?? "INTERNAL_SERVER_ERROR";
  const data = { code: key, httpStatus: status };
  return { error: { json: { message, code: TRPC_ERROR_CODES_BY_KEY[key], data } } };
}

const page = ({ status, message }: HttpRefusal): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${status} - Gradiometer</title>
<style>
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
  body { max-width: 34rem; margin: 20vh auto; padding: 0 1rem }
  input, button { font: inherit; padding: .4rem .6rem }
</style>
<h1>Gradiometer</h1>
<p>${escapeHtml(message)}</p>
${status === 401 ? '<form action="/"><label>Token <input name="token" type="password" required autofocus></label> <button>Open</button></form>' : ""}
</html>
`;

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

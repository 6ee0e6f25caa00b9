import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Logger } from "pino";
import { checkBodySize, maxApiBodyBytes } from "./check-body-size";
import { checkHost, type HostPolicy } from "./check-host";
import { apiMethods, checkMethod, readMethods } from "./check-method";
import { checkOrigin } from "./check-origin";
import { checkToken, login, type TokenPolicy } from "./check-token";
import { HttpRefusal, refusalOf } from "./http-refusal";
import { respondJson, respondRefusal } from "./respond";
import { contentSecurityPolicy, securityHeaders } from "./security-headers";
import { serveMedia } from "./serve-media";

export type Handler = (req: IncomingMessage, res: ServerResponse) => unknown;

export interface FrontDoor extends HostPolicy, TokenPolicy {
  home: string;
  dev: boolean;
  log: Logger;
  /** /api/trpc */
  api: Handler;
  /** /api/ingest and its description; checks its own methods and sizes. */
  ingest: Handler;
  /** /api/import; checks its own methods and sizes. */
  imports: Handler;
  /** /api/export and /api/export/<run> */
  exports: Handler;
  /** Everything that is not ours: Next's pages and their files. */
  pages: Handler;
}

/** Every request passes here; nothing behind it checks again. */
export function createFrontDoor(door: FrontDoor): Handler {
  return async (req, res) => {
    try {
      await admit(door, req, res);
    } catch (error) {
      const refusal = refusalOf(error);
      // Whoever asked is told of all else; but not in the middle of an answer, which can only be broken off.
      if (!refusal || refusal.status === 500 || res.headersSent)
        door.log.error({ err: error, url: req.url }, "a request failed");
      respondRefusal(
        req,
        res,
        refusal ?? new HttpRefusal(500, "The server failed at this request; its log says why."),
      );
    }
  };
}

async function admit(door: FrontDoor, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const nonce = randomBytes(16).toString("base64");
  const policy = contentSecurityPolicy(nonce, door.dev);
  for (const [name, value] of Object.entries(securityHeaders)) res.setHeader(name, value);
  res.setHeader("content-security-policy", policy);

  checkHost(req.headers.host, door);
  const url = parseUrl(req.url);
  const path = url.pathname;

  if (path === "/healthz") {
    checkMethod(req.method, readMethods);
    return respondJson(res, 200, { status: "ok" });
  }
  if (path === "/api" || path.startsWith("/api/")) {
    checkMethod(req.method, apiMethods);
    checkOrigin(req.headers);
    checkToken(req.headers, door);
    if (path === "/api/ingest" || path.startsWith("/api/ingest/") || path === "/api/openapi.json")
      return void (await door.ingest(req, res));
    if (path === "/api/import" || path.startsWith("/api/import/")) return void (await door.imports(req, res));
    checkBodySize(req.headers, maxApiBodyBytes);
    if (path === "/api/export" || path.startsWith("/api/export/")) {
      checkMethod(req.method, readMethods);
      return void (await door.exports(req, res));
    }
    if (path.startsWith("/api/trpc/")) return void (await door.api(req, res));
    throw new HttpRefusal(
      404,
      `There is no ${path}; the API is /api/ingest, /api/import, /api/export, and tRPC under /api/trpc/.`,
    );
  }

  checkMethod(req.method, readMethods);
  const session = login(url, door);
  if (session) {
    res.writeHead(303, {
      "set-cookie": session.cookie,
      location: session.location,
      "cache-control": "no-store",
    });
    res.end();
    return;
  }
  checkToken(req.headers, door);
  if (path.startsWith("/media/")) return serveMedia(door.home, path, req, res);

  // Next reads the nonce for its own scripts from this header; pages read it from x-nonce.
  req.headers["content-security-policy"] = policy;
  req.headers["x-nonce"] = nonce;
  await door.pages(req, res);
}

function parseUrl(target: string | undefined): URL {
  // Only origin-form ("/path?query"): an absolute or authority form is meant for proxies.
  if (!target?.startsWith("/") || !URL.canParse(`http://localhost${target}`))
    throw new HttpRefusal(400, "The request's address is not a path.");
  const url = new URL(`http://localhost${target}`);
  try {
    decodeURIComponent(url.pathname);
  } catch {
    throw new HttpRefusal(400, 'The request\'s address holds a "%" that encodes nothing.');
  }
  return url;
}

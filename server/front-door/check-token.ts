import { createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { HttpRefusal } from "./http-refusal";

export interface TokenPolicy {
  /** Null: the server listens on loopback only and trusts who can reach it. */
  token: string | null;
  port: number;
}

/** Refuses requests without the operator's token, as a bearer token or as the cookie of a login. */
export function checkToken(headers: IncomingHttpHeaders, policy: TokenPolicy): void {
  if (policy.token === null) return;
  const bearer = headers.authorization?.match(/^Bearer +(.+)$/i)?.[1]?.trim();
  if (bearer !== undefined && same(bearer, policy.token)) return;
  const session = cookie(headers.cookie, cookieName(policy.port));
  if (session !== undefined && same(session, sessionOf(policy.token))) return;
  throw new HttpRefusal(
    401,
    bearer === undefined
      ? "This server asks for its token: send it as Authorization: Bearer, or open /?token=<token> once."
      : "The token is not the one this server was started with (GRADIOMETER_TOKEN).",
    { "www-authenticate": 'Bearer realm="gradiometer"' },
  );
}

/**
 * A login: `/?token=...` with the right token gets a cookie and is sent on to the same page without
 * the token, which so stays out of the history. Undefined when the URL brings no token.
 */
export function login(url: URL, policy: TokenPolicy): { cookie: string; location: string } | undefined {
  const offered = url.searchParams.get("token");
  if (policy.token === null || offered === null) return undefined;
  if (!same(offered, policy.token))
    throw new HttpRefusal(401, "The token is not the one this server was started with (GRADIOMETER_TOKEN).");
  url.searchParams.delete("token");
  return {
    cookie: `${cookieName(policy.port)}=${sessionOf(policy.token)}; Path=/; HttpOnly; SameSite=Strict; Max-Age=31536000`,
    // Leading slashes are folded: "//other.site" would be another site's address.
    location: `${url.pathname.replace(/^\/+/, "/")}${url.search}`,
  };
}

/** Cookies do not know ports, and two servers may run on one machine. */
const cookieName = (port: number): string => `gradiometer_session_${port}`;

/** The cookie holds a digest, so that a stolen cookie file does not give the token itself away. */
const sessionOf = (token: string): string =>
  createHmac("sha256", token).update("gradiometer session").digest("base64url");

function same(left: string, right: string): boolean {
  const digest = (text: string) => createHmac("sha256", "compare").update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}

function cookie(header: string | undefined, name: string): string | undefined {
  for (const pair of header?.split(";") ?? []) {
    const [key, value] = pair.trim().split("=", 2);
    if (key === name) return value;
  }
  return undefined;
}

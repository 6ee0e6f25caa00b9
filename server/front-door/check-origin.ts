import type { IncomingHttpHeaders } from "node:http";
import { HttpRefusal } from "./http-refusal";

/**
 * Refuses API requests that another site's page sends through a visitor's browser. Browsers name
 * the page's origin in Origin, or its relation in Sec-Fetch-Site; scripts and curl send neither.
 * The port counts: two programs on one machine are two origins.
 */
export function checkOrigin(headers: IncomingHttpHeaders): void {
  const { origin, host } = headers;
  if (origin !== undefined) {
    if (originHost(origin) === host?.toLowerCase()) return;
    throw new HttpRefusal(
      403,
      `Requests from pages of ${origin} are refused; open the dashboard at its own address.`,
    );
  }
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none")
    throw new HttpRefusal(
      403,
      "Requests from pages of other sites are refused; open the dashboard at its own address.",
    );
}

/** Host and port as a Host header would give them; undefined for "null" and other schemes. */
function originHost(origin: string): string | undefined {
  return origin.match(/^https?:\/\/([^/]+)$/i)?.[1]?.toLowerCase();
}

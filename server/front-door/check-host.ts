import { isIP } from "node:net";
import { HttpRefusal } from "./http-refusal";

const loopbackNames = new Set(["localhost", "127.0.0.1", "[::1]"]);
const wildcardHosts = new Set(["0.0.0.0", "::", "[::]"]);

export interface HostPolicy {
  /** Name or address that the server listens on. */
  host: string;
  /** More names that the operator allows (GRADIOMETER_ALLOWED_HOSTS), e.g. of a reverse proxy. */
  allowedHosts: readonly string[];
}

/**
 * Refuses requests addressed to a name that is not ours. A page of an attacker can point its own
 * name at 127.0.0.1 (DNS rebinding) and would then count as same-origin; its Host header gives it
 * away. Addresses cannot be rebound, so a server on all interfaces answers to any of them.
 */
export function checkHost(header: string | undefined, policy: HostPolicy): void {
  const name = hostName(header);
  if (name === undefined) throw new HttpRefusal(400, "The request has no valid Host header.");
  if (loopbackNames.has(name) || name.endsWith(".localhost")) return;
  if (name === bracketed(policy.host.toLowerCase())) return;
  if (policy.allowedHosts.some((allowed) => bracketed(allowed.toLowerCase()) === name)) return;
  if (wildcardHosts.has(policy.host) && isIP(name.replace(/^\[|\]$/g, "")) !== 0) return;
  throw new HttpRefusal(
    403,
    `This server does not answer to the name "${name}". If it is yours, start with GRADIOMETER_ALLOWED_HOSTS=${name}.`,
  );
}

export const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "::1" || host === "[::1]" || /^127(\.\d{1,3}){3}$/.test(host);

/** "[::1]:3000" -> "[::1]", "Example.org." -> "example.org"; undefined when it is no host at all. */
function hostName(header: string | undefined): string | undefined {
  const match = header?.match(/^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?$/i);
  return match?.[1]?.toLowerCase().replace(/\.$/, "");
}

const bracketed = (host: string): string => (isIP(host) === 6 ? `[${host}]` : host);

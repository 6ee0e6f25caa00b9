import { type LookupAddress, lookup } from "node:dns";
import { BlockList, isIP, isIPv6, type LookupFunction } from "node:net";
import { GradiometerError } from "../../db/contract/errors";

/**
 * Addresses that a webhook may not reach unless the operator allows it: whoever can edit the
 * settings could otherwise make this server talk to its own network or to a cloud's metadata.
 * IANA special-purpose registries for IPv4 and IPv6.
 */
const refused = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
] as const)
  refused.addSubnet(network, prefix, "ipv4");
for (const [network, prefix] of [
  ["::", 96], // unspecified, loopback, and IPv4-compatible addresses
  ["64:ff9b::", 96], // NAT64 and 6to4 carry an IPv4 address inside
  ["64:ff9b:1::", 48],
  ["2002::", 16],
  ["fc00::", 7],
  ["fe80::", 10],
  ["fec0::", 10],
  ["ff00::", 8],
] as const)
  refused.addSubnet(network, prefix, "ipv6");

/** IPv4-mapped IPv6 addresses are judged by BlockList as the IPv4 address they stand for. */
export const isPublicAddress = (address: string): boolean =>
  !refused.check(address.replace(/%.*$/, ""), isIPv6(address) ? "ipv6" : "ipv4");

/** The target as a URL; throws "invalid" for what is no web address, "forbidden" for a private literal. */
export function parseWebhookTarget(target: string, allowPrivate: boolean): URL {
  if (!URL.canParse(target))
    throw new GradiometerError(
      "invalid",
      `"${target}" is no address; give the webhook as https://host/path.`,
    );
  const url = new URL(target);
  if (url.protocol !== "http:" && url.protocol !== "https:")
    throw new GradiometerError("invalid", `A webhook takes http or https, not "${url.protocol}".`);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (!allowPrivate && isIP(host) !== 0 && !isPublicAddress(host)) throw refusal(host, host);
  return url;
}

/**
 * A lookup for http.request that judges the addresses the connection will really use, so a name
 * that changes its address between a check and the connection gains nothing.
 */
export function guardedLookup(allowPrivate: boolean): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      const first = addresses?.[0];
      const inside = allowPrivate
        ? undefined
        : addresses?.find(({ address }) => !isPublicAddress(address))?.address;
      if (error || !first) callback(error ?? new Error(`${hostname} has no address`), "", 4);
      else if (inside !== undefined) callback(refusal(hostname, inside), "", 4);
      else if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}

const refusal = (host: string, address: string): GradiometerError =>
  new GradiometerError(
    "forbidden",
    `${host}${host === address ? "" : ` leads to ${address}, which`} is a private or local address. Start with --allow-private-webhooks to allow it.`,
  );

import { GradiometerError } from "./errors";

/** A server that runs are recorded at from elsewhere. */
export interface ServerAddress {
  /** Without a slash at its end. */
  url: string;
  /** What it wants of each request, where it wants one. */
  token?: string;
}

/** The server that the environment names by GRADIOMETER_URL, and GRADIOMETER_TOKEN for it; undefined where it names none. */
export function addressedServer(env: Record<string, string | undefined>): ServerAddress | undefined {
  if (!env.GRADIOMETER_URL) return undefined;
  return serverAddress(env.GRADIOMETER_URL, env.GRADIOMETER_TOKEN, "GRADIOMETER_URL");
}

/** `named` is what the person calls the address, for the message. */
export function serverAddress(text: string, token: string | undefined, named: string): ServerAddress {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.search || url.hash || url.username)
    throw new GradiometerError(
      "invalid",
      `Expected ${named} to be the address of a server, such as http://127.0.0.1:3000, got ${JSON.stringify(text)}`,
    );
  return { url: `${url.origin}${url.pathname.replace(/\/+$/, "")}`, ...(token && { token }) };
}

import { GradiometerError } from "../db/contract/errors";
import type { ServerState } from "../db/contract/read-models";
import { askedBackend } from "./backend/asked-backend";
import { isLoopback } from "./front-door/check-host";

/** Whoever can reach the server can start trainings on it. */
export function checkReach(host: string, token: string | null): void {
  if (isLoopback(host) || token !== null) return;
  throw new GradiometerError(
    "forbidden",
    `With --host ${host} other machines could reach this server. Set GRADIOMETER_TOKEN to a secret that its users must give, or leave --host out to serve this machine only.`,
  );
}

/** How people address the server. Wildcard addresses are no place to go to. */
export function displayName(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "localhost";
  return host.includes(":") && !host.startsWith("[") ? `[${host}]` : host;
}

export function slotsByEnvironment(): number | undefined {
  const text = process.env.GRADIOMETER_SLOTS;
  if (!text) return undefined;
  const slots = Number(text);
  if (Number.isInteger(slots) && slots >= 1) return slots;
  throw new GradiometerError(
    "invalid",
    `GRADIOMETER_SLOTS is "${text}"; expected a whole number of trainers, 1 or more.`,
  );
}

export const namesByEnvironment = (): string[] =>
  (process.env.GRADIOMETER_ALLOWED_HOSTS ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter(Boolean);

export function backendByEnvironment(): ServerState["backend"] {
  const name = askedBackend();
  return name
    ? { name, reason: "asked for by GRADIOMETER_BACKEND" }
    : { name: "automatic", reason: "each trainer takes the fastest that is installed: gpu, node, wasm, cpu" };
}

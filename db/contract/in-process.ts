/**
 * Where the thread that renders pages leaves the tRPC router that they read through. Next
 * bundles its own module graph, so a plain import would get a second, unconnected router; the global
 * symbol registry is what both share. Types stay with their owners: app names AppRouter itself.
 */
const key = Symbol.for("gradiometer.trpc");

export interface InProcessTrpc {
  router: unknown;
  /** Makes the context of one call, with the rights of the person at this machine. */
  createContext: () => unknown;
}

type Holder = { [key]?: InProcessTrpc };

export function offerInProcessTrpc(offer: InProcessTrpc): void {
  (globalThis as Holder)[key] = offer;
}

export function inProcessTrpc(): InProcessTrpc | undefined {
  return (globalThis as Holder)[key];
}

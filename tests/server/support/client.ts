import { createTRPCClient, httpLink } from "@trpc/client";
import superjson from "superjson";
import { carryOddKeys } from "../../../db/contract/odd-keys";
import type { AppRouter } from "../../../server/trpc/router";

/** Calls a server over HTTP, as a page does. */
export const client = (url: string, headers: Record<string, string> = {}) =>
  createTRPCClient<AppRouter>({
    links: [httpLink({ url: `${url}/api/trpc`, transformer: carryOddKeys(superjson), headers })],
  });

import { defaultShouldDehydrateQuery, QueryClient } from "@tanstack/react-query";
import { isTRPCClientError } from "@trpc/client";
import superjson from "superjson";
import { carryOddKeys } from "../../db/contract/odd-keys";

const transformer = carryOddKeys(superjson);

/**
 * What changes is said by the live subscription, so nothing polls and nothing goes stale by age;
 * only a window that comes back after a lost connection reads again.
 */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        gcTime: 5 * 60_000,
        // On the server an answer is there or not; waiting to ask again would hold back the page.
        retry: (failures, error) => typeof window !== "undefined" && failures < 2 && !isTheAnswer(error),
      },
      dehydrate: {
        serializeData: transformer.serialize,
        shouldDehydrateQuery: (query) => defaultShouldDehydrateQuery(query),
      },
      hydrate: { deserializeData: transformer.deserialize },
    },
  });
}

/** An error that asking again will not change: the server understood the question and said no. */
function isTheAnswer(error: unknown): boolean {
  if (!isTRPCClientError(error)) return false;
  const status = (error.data as { httpStatus?: number } | null | undefined)?.httpStatus;
  return status !== undefined && status >= 400 && status < 500;
}

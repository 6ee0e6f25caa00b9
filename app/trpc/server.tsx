import { dehydrate, HydrationBoundary, type QueryClient } from "@tanstack/react-query";
import { createTRPCOptionsProxy, type TRPCOptionsProxy } from "@trpc/tanstack-react-query";
import { cache, type ReactNode } from "react";
import { inProcessTrpc } from "../../db/contract/in-process";
import type { AppRouter } from "../../server/trpc/router";
import { makeQueryClient } from "./query-client";

/** One query client for a request: what a page reads here, its client components find ready. */
export const requestQueryClient: () => QueryClient = cache(makeQueryClient);

/**
 * The server process puts its router where pages find it, so that a page's first paint reads without
 * a request to itself. Absent (pages served by Next alone), the browser reads everything instead.
 */
export const serverTrpc: () => TRPCOptionsProxy<AppRouter> | null = cache(() => {
  const { router, createContext } = inProcessTrpc() ?? {};
  if (!router || !createContext) return null;
  return createTRPCOptionsProxy<AppRouter>({
    router: router as AppRouter,
    ctx: createContext as never,
    queryClient: requestQueryClient,
  });
});

type Prefetch = (trpc: TRPCOptionsProxy<AppRouter>, queryClient: QueryClient) => Promise<unknown>[];

/**
 * Runs the reads of a page and hands their answers to its client components. A read that fails is
 * left to the browser, where its error has a place on the page; `notFoundOf` lets a page answer 404.
 */
export async function Prefetched({ reads, children }: { reads: Prefetch; children: ReactNode }) {
  const trpc = serverTrpc();
  const queryClient = requestQueryClient();
  if (trpc) await Promise.allSettled(reads(trpc, queryClient));
  return <HydrationBoundary state={dehydrate(queryClient)}>{children}</HydrationBoundary>;
}

/** Whether a read failed because what it asked for does not exist, or could not: a word that is no id names nothing. */
export function isNotFound(error: unknown): boolean {
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: { code?: unknown } };
  return code === "NOT_FOUND" || code === "BAD_REQUEST" || cause?.code === "not-found";
}

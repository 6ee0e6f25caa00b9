import { initTRPC, TRPCError } from "@trpc/server";
import superjson from "superjson";
import { z } from "zod";
import { GradiometerError } from "../../db/contract/errors";
import { explainIssues } from "../../db/contract/explain-issues";
import type { ServerContext } from "../context";
import { toTrpcError } from "./errors";

const trpc = initTRPC.context<ServerContext>().create({
  transformer: superjson,
  sse: {
    // Proxies and laptops that wake up: the client reconnects when nothing, not even a ping, came.
    ping: { enabled: true, intervalMs: 10_000 },
    client: { reconnectAfterInactivityMs: 25_000 },
  },
  errorFormatter: ({ shape, error, input }) => ({
    ...shape,
    // Zod prints a list of issues as JSON; people get one sentence an issue.
    message: error.cause instanceof z.ZodError ? explainIssues(error.cause, input) : shape.message,
    data: {
      code: shape.data.code,
      httpStatus: shape.data.httpStatus,
      path: shape.data.path,
      ...(error.cause instanceof z.ZodError ? { issues: error.cause.issues } : {}),
    },
  }),
});

export const router = trpc.router;
export const createCallerFactory = trpc.createCallerFactory;

/** The one place where errors become tRPC's: ours by their code, all else generic with its cause in the log. */
export const procedure = trpc.procedure.use(async ({ ctx, path, next }) => {
  const result = await next();
  if (result.ok || (result.error.cause === undefined && result.error instanceof TRPCError)) return result;
  const { cause } = result.error;
  if (cause instanceof z.ZodError) return result;
  if (!(cause instanceof GradiometerError)) ctx.log.error({ err: cause, path }, "a procedure failed");
  throw toTrpcError(cause);
});

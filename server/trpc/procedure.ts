import { initTRPC, TRPCError } from "@trpc/server";
import superjson from "superjson";
import { z } from "zod";
import { GradiometerError } from "../../db/contract/errors";
import { explainIssues } from "../../db/contract/explain-issues";
import { carryOddKeys } from "../../db/contract/odd-keys";
import type { ServerContext } from "../context";
import { toTrpcError } from "./errors";

const trpc = initTRPC.context<ServerContext>().create({
  transformer: carryOddKeys(superjson),
  sse: {
    // Proxies and laptops that wake up: the client reconnects when nothing, not even a ping, came.
    ping: { enabled: true, intervalMs: 10_000 },
    client: { reconnectAfterInactivityMs: 25_000 },
  },
  // No stack leaves the server; the issues let a form mark its fields.
  errorFormatter: ({ shape, error }) => ({
    ...shape,
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

/**
 * The one place where errors become tRPC's: refused input as one sentence an issue, ours by their
 * code, all else generic with its cause in the log.
 */
export const procedure = trpc.procedure.use(async ({ ctx, path, next, getRawInput }) => {
  const result = await next();
  if (result.ok) return result;
  const { cause } = result.error;
  if (cause instanceof z.ZodError) {
    const message = explainIssues(cause, await getRawInput());
    throw new TRPCError({ code: "BAD_REQUEST", message, cause });
  }
  // tRPC's own, such as a method that does not fit the procedure or a body that is no JSON.
  if (cause === undefined || result.error.code === "PARSE_ERROR") return result;
  if (!(cause instanceof GradiometerError)) ctx.log.error({ err: cause, path }, "a procedure failed");
  throw toTrpcError(cause);
});

import { TRPCError } from "@trpc/server";
import { type ErrorCode, GradiometerError } from "../../db/contract/errors";

const trpcCodes = {
  invalid: "BAD_REQUEST",
  "not-found": "NOT_FOUND",
  conflict: "CONFLICT",
  unauthorized: "UNAUTHORIZED",
  forbidden: "FORBIDDEN",
  "too-large": "PAYLOAD_TOO_LARGE",
  "storage-full": "INTERNAL_SERVER_ERROR",
  "storage-unusable": "INTERNAL_SERVER_ERROR",
  unavailable: "SERVICE_UNAVAILABLE",
} as const satisfies Record<ErrorCode, TRPCError["code"]>;

export function toTrpcError(cause: unknown): TRPCError {
  if (cause instanceof GradiometerError)
    return new TRPCError({ code: trpcCodes[cause.code], message: cause.message, cause });
  return new TRPCError({
    code: "INTERNAL_SERVER_ERROR",
    message: "The server failed at this request; its log says why.",
    cause,
  });
}

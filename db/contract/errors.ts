/**
 * The one error class users meet. `message` says what was expected, what arrived and what to do;
 * `code` is mapped once each to tRPC, HTTP and the CLI's exit code.
 */
export const errorCodes = [
  "invalid",
  "not-found",
  "conflict",
  "unauthorized",
  "forbidden",
  "too-large",
  "storage-full",
  "storage-unusable",
  "unavailable",
] as const;
export type ErrorCode = (typeof errorCodes)[number];

export class GradiometerError extends Error {
  readonly code: ErrorCode;
  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "GradiometerError";
    this.code = code;
  }
}

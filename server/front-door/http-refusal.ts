import { type ErrorCode, GradiometerError } from "../../db/contract/errors";

/** A request turned away, with the status it gets and one sentence that says what to do. */
export class HttpRefusal extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly headers: Record<string, string> = {},
  ) {
    super(message);
    this.name = "HttpRefusal";
  }
}

const statuses: Record<ErrorCode, number> = {
  invalid: 400,
  unauthorized: 401,
  forbidden: 403,
  "not-found": 404,
  conflict: 409,
  "too-large": 413,
  "storage-unusable": 500,
  unavailable: 503,
  "storage-full": 507,
};

/** The one place where errors become HTTP; undefined for what nobody foresaw. */
export function refusalOf(error: unknown): HttpRefusal | undefined {
  if (error instanceof HttpRefusal) return error;
  if (error instanceof GradiometerError) return new HttpRefusal(statuses[error.code], error.message);
  return undefined;
}

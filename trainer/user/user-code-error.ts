import { GradiometerError } from "../../db/contract/errors";

/** A fault of a person's own module. The message says where; the cause, if any, has the whole stack. */
export class UserCodeError extends GradiometerError {
  constructor(message: string, cause?: unknown) {
    super("invalid", message, { cause });
    this.name = "UserCodeError";
  }
}

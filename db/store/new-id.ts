import { randomBytes } from "node:crypto";

/** RFC 4648 base 32 in lower case: no character that looks like another, none that a URL escapes. */
const alphabet = "abcdefghijklmnopqrstuvwxyz234567";
const length = 10;

/** 50 random bits: two of a million ids are equal with a chance of 4e-4. */
export function newId(): string {
  return Array.from(randomBytes(length), (byte) => alphabet[byte & 31]).join("");
}

import { encodeNumber } from "../../db/contract/non-finite";

/** The shortest text that reads back as the same number. JavaScript writes -0 without its sign, which CSV and JSON have. */
export const numberText = (value: number): string => (Object.is(value, -0) ? "-0" : String(value));

/** The same as a value of JSON: the non-finite ones by the names that the API uses. */
export const jsonNumber = (value: number): string =>
  Object.is(value, -0) ? "-0" : JSON.stringify(encodeNumber(value));

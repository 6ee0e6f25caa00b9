import { encodeNumber } from "../../../db/contract/non-finite";

/** Results go to stdout, everything about the way there to stderr. */
export const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};
export const note = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

/** JSON has no NaN: non-finite numbers are printed as the contract encodes them. */
export function printJson(value: unknown): void {
  print(JSON.stringify(value, (_, item) => (typeof item === "number" ? encodeNumber(item) : item), 2));
}

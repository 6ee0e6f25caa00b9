import { numberOf } from "./parse-json";

/** A cell's number; undefined for an empty one and for text. */
export function cellValue(cell: string): number | undefined {
  const text = cell.trim();
  if (text === "") return undefined;
  const number = Number(text);
  return Number.isNaN(number) ? numberOf(text) : number;
}

import { numberOf } from "./parse-json";

/** What a table writes before the fraction of a number: Excel writes what its country does. */
export type DecimalMark = "." | ",";

const pointDecimal = /^[+-]?\d*\.\d+(e[+-]?\d+)?$/i;
const commaDecimal = /^[+-]?\d+,\d+(e[+-]?\d+)?$/i;
/** Thousands, and then a fraction by another mark: 1.234,5 and 1,234.5. */
const groupsAndComma = /^[+-]?\d{1,3}(\.\d{3})+,\d+$/;
const groupsAndPoint = /^[+-]?\d{1,3}(,\d{3})+\.\d+$/;
const onlyGroups = /^[+-]?\d{1,3}(,\d{3}){2,}$|^[+-]?\d{1,3}(\.\d{3}){2,}$/;
/** 1,234 is a thousand or one and a bit. */
const oneMark = /^[+-]?[1-9]\d{0,2}([.,])\d{3}$/;

/** A cell's number; undefined for an empty one, for text, and for one that may be either of two: see `isUnclear`. */
export function cellValue(cell: string, mark: DecimalMark = "."): number | undefined {
  const text = cell.trim();
  if (text === "") return undefined;
  const number = Number(text);
  if (!Number.isNaN(number)) return mark === "," && isUnclear(text, mark) ? undefined : number;
  const named = numberOf(text);
  if (named !== undefined || isUnclear(text, mark)) return named;
  if (commaDecimal.test(text)) return Number(text.replace(",", "."));
  if (groupsAndComma.test(text)) return Number(text.replaceAll(".", "").replace(",", "."));
  if (groupsAndPoint.test(text)) return Number(text.replaceAll(",", ""));
  return onlyGroups.test(text) ? Number(text.replace(/[.,]/g, "")) : undefined;
}

/** A number with a mark that separates thousands or a fraction, where the table's other numbers do not say which. */
export function isUnclear(cell: string, mark: DecimalMark): boolean {
  const found = oneMark.exec(cell.trim())?.[1];
  return found !== undefined && found !== mark;
}

/** The mark that some of a table's cells show beyond doubt; a point where they show none, or both. */
export function decimalMarkOf(cells: readonly string[]): DecimalMark {
  const texts = cells.map((cell) => cell.trim()).filter((text) => !oneMark.test(text));
  const hasCommas = texts.some((text) => commaDecimal.test(text) || groupsAndComma.test(text));
  const hasPoints = texts.some((text) => pointDecimal.test(text) || groupsAndPoint.test(text));
  return hasCommas && !hasPoints ? "," : ".";
}

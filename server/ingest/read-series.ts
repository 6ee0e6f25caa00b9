import { decodeNumber } from "../../db/contract/non-finite";
import { type Cursor, readDecimal } from "./read-decimal";

/** A series as a body has it. Neighbours whose steps and times are the same bytes share their lists. */
export interface JsonColumns {
  step?: number[] | undefined;
  wallTimeMs?: number[] | undefined;
  value?: number[] | undefined;
}

const [quote, backslash, comma, colon] = [34, 92, 44, 58];
const [openBrace, closeBrace, openList, closeList] = [123, 125, 91, 93];
const columnKeys = ["step", "wallTimeMs", "value"] as const;
const nonFinite = ["NaN", "Infinity", "-Infinity"] as const;

/** A series and what stands before its values, from its brace to the bracket behind `value`. */
interface Lead {
  from: number;
  /** 0 where other columns follow the values. */
  length: number;
  columns: JsonColumns;
}

/**
 * The series whose opening brace is before the cursor, which is then behind the closing one. As JSON.parse has them, but for
 * the names of values that are not finite, which are decoded. Undefined where anything but lists of numbers by plain names
 * stands there, right or wrong.
 */
export function readSeries(bytes: Buffer, cursor: Cursor): Record<string, JsonColumns> | undefined {
  const series: Record<string, JsonColumns> = {};
  let lead: Lead | undefined;
  if (take(bytes, cursor, closeBrace)) return series;
  for (let place = 0; ; place++) {
    const name = readName(bytes, cursor, place);
    if (name === undefined || name === "__proto__" || !take(bytes, cursor, colon)) return undefined;
    skipSpace(bytes, cursor);
    if (lead && isLike(bytes, cursor.at, lead)) {
      cursor.at += lead.length;
      const { step, wallTimeMs, value: before } = lead.columns;
      const value = readList(bytes, cursor, true, before?.length);
      if (!value || !take(bytes, cursor, closeBrace)) return undefined;
      series[name] = { step, wallTimeMs, value };
    } else {
      lead = readColumns(bytes, cursor);
      if (!lead) return undefined;
      series[name] = lead.columns;
    }
    if (take(bytes, cursor, closeBrace)) return series;
    if (!take(bytes, cursor, comma)) return undefined;
  }
}

/** From the end, where columns differ that go on. */
function isLike(bytes: Buffer, at: number, { from, length }: Lead): boolean {
  for (let index = length - 1; index >= 0; index--)
    if (bytes[at + index] !== bytes[from + index]) return false;
  return length > 0;
}

function readColumns(bytes: Buffer, cursor: Cursor): Lead | undefined {
  const from = cursor.at;
  const columns: JsonColumns = { step: undefined, wallTimeMs: undefined, value: undefined };
  let length = 0;
  if (!take(bytes, cursor, openBrace)) return undefined;
  do {
    skipSpace(bytes, cursor);
    const key = columnKeys.find((one) => takeText(bytes, cursor, one));
    if (!key || !take(bytes, cursor, colon) || !take(bytes, cursor, openList)) return undefined;
    length = key === "value" ? cursor.at - from : 0;
    columns[key] = readList(bytes, cursor, key === "value");
    if (!columns[key]) return undefined;
  } while (take(bytes, cursor, comma));
  return take(bytes, cursor, closeBrace) ? { from, length, columns } : undefined;
}

/** The list whose opening bracket is before the cursor, usually of so many numbers. */
function readList(bytes: Buffer, cursor: Cursor, isOfValues: boolean, expected = 0): number[] | undefined {
  const list: number[] = new Array(expected);
  let length = 0;
  if (!take(bytes, cursor, closeList))
    do {
      skipSpace(bytes, cursor);
      const isNamed = isOfValues && bytes[cursor.at] === quote;
      const value = isNamed ? readNonFinite(bytes, cursor) : readDecimal(bytes, cursor);
      if (value === undefined) return undefined;
      list[length++] = value;
    } while (take(bytes, cursor, comma));
  else cursor.at--;
  list.length = length;
  return take(bytes, cursor, closeList) ? list : undefined;
}

function readNonFinite(bytes: Buffer, cursor: Cursor): number | undefined {
  const name = nonFinite.find((one) => takeText(bytes, cursor, one));
  return name && decodeNumber(name);
}

/** Names of the last body, in its order: a sender repeats them. */
const lastNames: { bytes: Buffer; name: string }[] = [];
const mostNames = 10_000;

/** A name without anything that JSON writes with a backslash. */
function readName(bytes: Buffer, cursor: Cursor, place: number): string | undefined {
  if (!take(bytes, cursor, quote)) return undefined;
  const from = cursor.at;
  const known = lastNames[place];
  if (known && isAt(bytes, from, known.bytes) && bytes[from + known.bytes.length] === quote) {
    cursor.at = from + known.bytes.length + 1;
    return known.name;
  }
  let at = from;
  for (let byte = bytes[at]; byte !== quote; byte = bytes[++at])
    if (byte === undefined || byte === backslash || byte < 32) return undefined;
  cursor.at = at + 1;
  const name = bytes.toString("utf8", from, at);
  if (place < mostNames) lastNames[place] = { bytes: Buffer.from(bytes.subarray(from, at)), name };
  return name;
}

function isAt(bytes: Buffer, from: number, text: Buffer): boolean {
  for (let index = text.length - 1; index >= 0; index--)
    if (bytes[from + index] !== text[index]) return false;
  return true;
}

/** Whether this text in quotes is next; then it is behind the cursor. */
function takeText(bytes: Buffer, cursor: Cursor, text: string): boolean {
  let { at } = cursor;
  if (bytes[at++] !== quote) return false;
  for (let index = 0; index < text.length; index++) if (bytes[at++] !== text.charCodeAt(index)) return false;
  if (bytes[at++] !== quote) return false;
  cursor.at = at;
  return true;
}

/** Whether this sign is next; then it is behind the cursor. */
function take(bytes: Buffer, cursor: Cursor, sign: number): boolean {
  skipSpace(bytes, cursor);
  if (bytes[cursor.at] !== sign) return false;
  cursor.at++;
  return true;
}

export function skipSpace(bytes: Buffer, cursor: Cursor): void {
  for (let byte = bytes[cursor.at]; byte === 32 || byte === 10 || byte === 13 || byte === 9; )
    byte = bytes[++cursor.at];
}

import { cellValue } from "./cell-value";
import { decodeText } from "./encoding";
import { isGroup, parseJson } from "./parse-json";
import { readHead } from "./read-head";

/** What a file that is called a table holds in its place. */
export function whyNoTable(file: string): string {
  const wanted = "expected a header with the names of columns and numbers below it";
  const [first, second] = firstLines(file);
  if (first === undefined) return `${wanted}, got ${whatElse(file)}`;
  if (hasOnlyReturns(file)) return `${wanted}, got ${onlyReturns}`;
  if (second === undefined) return `${wanted}, got a single line, ${quoted(first)}`;
  if (/^[-+.\d][^,;\t]*\s[^,;\t]*$/.test(second) && cellValue(second) === undefined)
    return `${wanted}, got cells parted by spaces, ${quoted(second)}; part them by commas, as numpy.savetxt does with delimiter=","`;
  const hasNumbers = first.split(/[,;\t]/).some((cell) => cellValue(cell) !== undefined);
  if (hasNumbers)
    return `${wanted}, got numbers in its first line, ${quoted(first)}; put a line such as "step,loss" above it`;
  return `${wanted}, got no number in the line below the header, ${quoted(second)}`;
}

/** The same of a file that is called one of JSON. */
export function whyNoJsonLines(file: string): string {
  const wanted = 'expected lines such as {"step": 1, "metrics": {"loss": 0.5}}';
  const [first] = firstLines(file);
  if (first === undefined) return `${wanted}, got ${whatElse(file)}`;
  if (hasOnlyReturns(file)) return `${wanted}, got ${onlyReturns}`;
  const parsed = parseJson(first);
  if (Array.isArray(parsed) || (parsed === undefined && first.trimStart().startsWith("[")))
    return `${wanted}, got a list; write each of its elements on a line, as jq -c ".[]" does`;
  if (!isGroup(parsed)) return `${wanted}, got ${quoted(first)}, which is no JSON object`;
  return `${wanted}, got an object without a number as its step, ${quoted(first)}`;
}

/** The first two lines with something in them; none of a file that is no text. */
function firstLines(file: string): string[] {
  const head = decodeText(readHead(file));
  if (head.includes("\0")) return [];
  return head.split(/\r?\n/).filter((line) => line.trim() !== "" && !line.startsWith("#"));
}

/** As programs ended lines before Mac OS X, and Excel does where it is told "CSV (Macintosh)". */
const hasOnlyReturns = (file: string): boolean => /^[^\n]*\r[^\n]+$/.test(decodeText(readHead(file)));

const onlyReturns = "lines that end in a carriage return alone; write line feeds: tr '\\r' '\\n' < old > new";

function whatElse(file: string): string {
  const head = readHead(file);
  if (head.length === 0) return "an empty file";
  if (decodeText(head).trim() === "") return "nothing but spaces";
  return "bytes that are no text; UTF-8 is read, and UTF-16 with its byte order mark";
}

const quoted = (line: string): string => JSON.stringify(line.length > 60 ? `${line.slice(0, 60)}...` : line);

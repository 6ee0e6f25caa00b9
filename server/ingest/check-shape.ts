import { GradiometerError } from "../../db/contract/errors";
import { ingestLimits } from "../../db/contract/ingest";

/** The outermost group, and within it what a config may have. */
const mostLevels = ingestLimits.configDepth + 1;
/** Lists and groups of a body: four for each series, and what the longest config and the longest log hold. */
const mostLists = 2 ** 18;
/** Keys of a group that is not one of series: a config that may be so long has fewer. */
const mostKeys = 2 ** 16;

/** What is shorter is built in no time, whatever it is. */
const shortCharacters = 2 ** 16;

const quote = 34;
const backslash = 92;
const colon = 58;
const openBrace = 123;
const closeBrace = 125;
const openList = 91;
const closeList = 93;
/** From the comma to the nine are all characters of numbers and what stands between them. */
const comma = 44;
const nine = 57;

/**
 * Refuses JSON that no batch can be before JSON.parse builds it: of 14 MB of brackets that makes two gigabytes in seven
 * seconds, of a million keys it takes two, and everyone waits. One look at each character; what is no JSON is left to
 * JSON.parse to say.
 */
export function checkShape(text: string): void {
  if (text.length < shortCharacters) return;
  /** Keys of the groups that are open, by level. */
  const keys: number[] = [];
  let level = 0;
  let lists = 0;
  /** The key of the outermost group that what follows belongs to, and the string that may become the next. */
  let [keyFrom, keyTo, stringFrom, stringTo] = [0, 0, 0, 0];
  const where = () => text.slice(keyFrom, Math.min(keyTo, keyFrom + 80)) || "the body";

  function open(): void {
    if (++level > mostLevels)
      throw new GradiometerError(
        "invalid",
        `Invalid batch: ${where()}: expected at most ${ingestLimits.configDepth} levels of groups and lists, got more; log a summary of it`,
      );
    if (++lists > mostLists)
      throw new GradiometerError(
        "too-large",
        `Invalid batch: ${where()}: expected at most ${mostLists} groups and lists in a body, got more; send columns of numbers`,
      );
    keys[level] = 0;
  }

  function close(): void {
    const count = keys[level] ?? 0;
    level--;
    if (count <= ingestLimits.seriesPerRun) return;
    const name = where();
    const areSeries = level === 1 && (name === "series" || name === "metrics");
    if (areSeries) throw tooManyNames(name, String(count));
    if (count > mostKeys)
      throw new GradiometerError(
        "too-large",
        `Invalid batch: ${name}: expected at most ${mostKeys} keys in a group, got ${count}; log a summary of it`,
      );
  }

  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (character >= comma && character <= nine) continue;
    if (character === quote) {
      const from = at + 1;
      at = endOfString(text, from);
      if (level === 1) [stringFrom, stringTo] = [from, at];
    } else if (character === openBrace || character === openList) open();
    else if (character === closeBrace || character === closeList) close();
    else if (character === colon) {
      keys[level] = (keys[level] ?? 0) + 1;
      if (level === 1) [keyFrom, keyTo] = [stringFrom, stringTo];
    }
  }
  // Cut short, which JSON.parse would find at its end only.
  while (level > 0) close();
}

export const tooManyNames = (where: string, count: string): GradiometerError =>
  new GradiometerError(
    "too-large",
    `Invalid batch: ${where}: expected at most ${ingestLimits.seriesPerRun} names, got ${count}; a series is one name with many steps, so keep running numbers out of names`,
  );

/** Where the quote is that ends a string; the end of the text where none does. */
function endOfString(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 1)) {
    let escapes = 0;
    while (text.charCodeAt(at - 1 - escapes) === backslash) escapes++;
    if (escapes % 2 === 0) return at;
  }
  return text.length;
}

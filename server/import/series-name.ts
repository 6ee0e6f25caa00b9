import { createHash } from "node:crypto";

const longest = 200;

/** A name as the store takes it: no control characters, no "/" or space at its beginning, 200 characters. */
export function seriesName(name: string): string {
  const plain = name
    .replace(/\p{Cc}+/gu, " ")
    .replace(/\p{Cs}/gu, "\uFFFD")
    .replace(/^[\s/]+/, "")
    .trimEnd();
  if (plain === "" || plain === "__proto__") return `series-${hashOf(name)}`;
  if (plain.length <= longest) return plain;
  // Two long names that begin alike stay two.
  return `${plain.slice(0, longest - 9)}-${hashOf(name)}`;
}

const hashOf = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 8);

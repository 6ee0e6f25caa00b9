import { GradiometerError } from "../errors";

export type TokenType = "word" | "number" | "string" | "operator" | "(" | ")" | "," | "end";

export interface Token {
  type: TokenType;
  /** Without its quotes. */
  text: string;
  /** Where it begins, from 1, as people count. */
  at: number;
}

/** Words may hold what names of series and settings do: `config.optimizer.learningRate`, `loss/discriminator`. */
const patterns: [TokenType, RegExp][] = [
  ["number", /-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?(?![\w./[-])/iy],
  ["operator", /!=|<=|>=|!~|==|[=<>~]/y],
  ["(", /\(/y],
  [")", /\)/y],
  [",", /,/y],
  ["string", /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/y],
  ["word", /-?[\p{L}\p{N}_.][\p{L}\p{N}_./:@%+[\]-]*/uy],
];

/** Splits a filter into tokens; the last one is its end. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    while (/\s/.test(text[at] ?? "")) at += 1;
    if (at >= text.length) return [...tokens, { type: "end", text: "", at: at + 1 }];
    const token = tokenAt(text, at);
    tokens.push({ ...token, at: at + 1 });
    at += token.length;
  }
}

function tokenAt(text: string, at: number): { type: TokenType; text: string; length: number } {
  for (const [type, pattern] of patterns) {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found === undefined) continue;
    const meant = type === "string" ? found.slice(1, -1).replace(/\\(.)/g, "$1") : found;
    return { type, text: meant === "==" ? "=" : meant, length: found.length };
  }
  const isQuote = text[at] === '"' || text[at] === "'";
  throw new GradiometerError(
    "invalid",
    `Filter, at ${at + 1}: ${isQuote ? `the text that begins here has no closing ${text[at]}` : `cannot read "${text[at]}"`}`,
  );
}

import { closest } from "../closest";
import { episodeKinds } from "../episode";
import { GradiometerError } from "../errors";
import { runStatuses } from "../statuses";
import {
  type FieldName,
  fieldNames,
  fields,
  type Literal,
  type Operator,
  type RunFilter,
  type Subject,
  type SummaryName,
  summaryNames,
} from "./filter";
import { timeOf } from "./times";
import { type Token, tokensOf } from "./tokens";

/** Deeper ones are no filter that a person wrote. */
const mostNested = 50;

/**
 * Reads `status = "diverged" and config.lr > 1e-3 and last(gradient_norm) > 10`. `or` binds weaker than `and`, that
 * weaker than `not`; parentheses group. Throws a GradiometerError that says where and what was expected. `now` is what
 * `created > 7d` counts back from.
 */
export function parseRunFilter(text: string, now: number): RunFilter {
  const tokens = tokensOf(text);
  let next = 0;
  let depth = 0;
  const peek = () => tokens[next]!;
  const take = () => tokens[next++]!;
  const isWord = (word: string) => peek().type === "word" && peek().text.toLowerCase() === word;

  function chain(word: "and" | "or", part: () => RunFilter): RunFilter {
    const parts = [part()];
    while (isWord(word)) {
      take();
      parts.push(part());
    }
    return parts.length === 1 ? parts[0]! : { type: word, parts };
  }
  const either = (): RunFilter => chain("or", () => chain("and", one));

  function one(): RunFilter {
    if (++depth > mostNested) fail(peek(), `nested more than ${mostNested} deep`);
    try {
      if (isWord("not")) {
        take();
        return { type: "not", part: one() };
      }
      if (peek().type !== "(") return comparison();
      take();
      const inner = either();
      expect(")", "to close the parenthesis");
      return inner;
    } finally {
      depth -= 1;
    }
  }

  function comparison(): RunFilter {
    const subject = readSubject();
    const token = take();
    if (token.type === "word" && token.text.toLowerCase() === "in")
      return { type: "comparison", subject, operator: "in", values: readList(subject) };
    if (token.type !== "operator") fail(token, "expected =, !=, <, <=, >, >=, ~, !~ or in");
    const operator = token.text as Operator;
    const value = operator.endsWith("~") ? readLiteral(subject) : readWhole(subject);
    if ((value === null || Number.isNaN(value)) && operator !== "=" && operator !== "!=")
      fail(token, `${value === null ? "null" : "nan"} is compared with = and != only`);
    return { type: "comparison", subject, operator, values: [value] };
  }

  function readSubject(): Subject {
    const token = take();
    if (token.type !== "word") fail(token, "expected what to compare, e.g. status, config.lr or last(loss)");
    if (peek().type === "(") return readCall(token);
    if (token.text.startsWith("config.")) return { type: "config", path: token.text.slice("config.".length) };
    const name = token.text.toLowerCase();
    if (isCount(name)) return countOf(name, "");
    if (!Object.hasOwn(fields, name)) failUnknown(token, [...fieldNames, ...counts]);
    return { type: "field", name: name as FieldName };
  }

  function readCall(name: Token): Subject {
    const of = name.text.toLowerCase();
    take();
    const argument = take();
    if (argument.type !== "word" && argument.type !== "string")
      fail(argument, `expected a name in ${of}(...)`);
    expect(")", `after ${of}(${argument.text}`);
    if (isCount(of)) {
      if (!episodeKinds.some((kind) => kind === argument.text))
        failUnknown(argument, episodeKinds, "kind of episode");
      return countOf(of, argument.text);
    }
    if (of === "config") return { type: "config", path: argument.text };
    if (!summaryNames.includes(of as SummaryName))
      failUnknown(name, [...summaryNames, ...counts, "config"], "function");
    return { type: "summary", of: of as SummaryName, series: argument.text };
  }

  function readList(subject: Subject): Literal[] {
    expect("(", "a list in parentheses");
    const values = [readWhole(subject)];
    while (peek().type === ",") {
      take();
      values.push(readWhole(subject));
    }
    expect(")", "to close the list");
    return values;
  }

  /** A value that the subject itself could have; what is looked for with ~ is a part of one. */
  function readWhole(subject: Subject): Literal {
    const token = peek();
    const value = readLiteral(subject);
    if (typeof value !== "string") return value;
    if (
      subject.type === "field" &&
      subject.name === "status" &&
      !runStatuses.some((status) => status === value)
    )
      failUnknown(token, runStatuses, "status");
    if (subject.type !== "config" && !(subject.type === "field" && fields[subject.name] === "text"))
      fail(token, "expected a number");
    return value;
  }

  function readLiteral(subject: Subject): Literal {
    const token = take();
    const type = subject.type === "field" ? fields[subject.name] : "number";
    const word = token.text.toLowerCase();
    if (token.type === "word" && word === "null") return null;
    if (type === "time" || type === "duration") {
      const time = timeOf(token.text, type, now);
      if (time === undefined)
        fail(
          token,
          `expected ${type === "time" ? '"2026-11-20" or 7d ago, as 7d' : "a duration such as 90s or 2h"}`,
        );
      return time;
    }
    if (token.type === "number" && type !== "text") return Number(token.text);
    if (token.type === "word" && Object.hasOwn(constants, word) && type !== "text") return constants[word]!;
    if (token.type === "string" || token.type === "word" || token.type === "number") return token.text;
    return fail(token, "expected a value: a number, text in quotes, true, false, null, nan or inf");
  }

  function expect(type: Token["type"], what: string): void {
    const token = take();
    if (token.type !== type) fail(token, `expected "${type}" ${what}`);
  }

  const filter = either();
  if (peek().type !== "end") fail(peek(), 'expected "and", "or" or the end');
  return filter;
}

/** What counts episodes: all of them, and those that nobody has resolved or muted, as badges do. */
const counts = ["episodes", "unresolved"] as const;
const isCount = (name: string): name is (typeof counts)[number] => counts.some((known) => known === name);
const countOf = (name: (typeof counts)[number], kind: string): Subject => ({
  type: "episodes",
  kind,
  unresolved: name === "unresolved",
});

const constants: Record<string, Literal> = {
  true: true,
  false: false,
  nan: Number.NaN,
  inf: Number.POSITIVE_INFINITY,
  "-inf": Number.NEGATIVE_INFINITY,
};

function fail(token: Token, expected: string): never {
  const got = token.type === "end" ? "found the end" : `got "${token.text}"`;
  throw new GradiometerError("invalid", `Filter, at ${token.at}: ${expected}; ${got}`);
}

function failUnknown(token: Token, known: readonly string[], noun = "field"): never {
  const near = closest(token.text, known);
  const meant = near ? `; did you mean ${near}?` : ".";
  const besides = noun === "field" || noun === "function" ? ", and config.<setting>" : "";
  throw new GradiometerError(
    "invalid",
    `Filter, at ${token.at}: no ${noun} is called "${token.text}"${meant} Known: ${known.join(", ")}${besides}`,
  );
}

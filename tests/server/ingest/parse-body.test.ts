import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeNumber, encodeNumber } from "../../../db/contract/non-finite";
import { parseBody } from "../../../server/ingest/parse-body";
import { readDecimal } from "../../../server/ingest/read-decimal";

const name = fc.oneof(
  fc.constantFrom("loss", "layer1/gradient_norm", "größe", 'a"b', "c\\d", "__proto__x", "series", "7", "]},"),
  fc.string({ minLength: 1, maxLength: 8 }).filter((text) => text !== "__proto__"),
);
const value = fc.double().map(encodeNumber);
const step = fc.nat(1_000_000);
const free = fc.record(
  { step: fc.array(step), wallTimeMs: fc.array(fc.double({ noNaN: true })), value: fc.array(value) },
  { requiredKeys: [] },
);
/** As a training loop sends them: all on the same steps. */
const alike = fc
  .tuple(fc.array(step, { maxLength: 4 }), fc.boolean(), fc.array(name, { maxLength: 6 }))
  .chain(([steps, isTimed, names]) =>
    fc
      .array(fc.array(value, { maxLength: 4 }), { minLength: names.length, maxLength: names.length })
      .map((values) =>
        Object.fromEntries(
          names.map((one, place) => [
            one,
            { step: steps, ...(isTimed && { wallTimeMs: steps }), value: values[place] },
          ]),
        ),
      ),
  );
const batch = fc.tuple(
  fc.jsonValue({ maxDepth: 2 }),
  fc.oneof(fc.dictionary(name, free, { maxKeys: 5 }), alike),
  fc.jsonValue({ maxDepth: 2 }),
);
const text = fc
  .tuple(batch, fc.constantFrom(undefined, 1, "\t"))
  .map(([[config, series, note], space]) =>
    JSON.stringify({ run: "r", config, series, note, "a{": "]" }, null, space),
  );

/** Values by the numbers that they stand for: the reader of columns has decoded them, JSON.parse has not. */
function decoded(input: unknown): unknown {
  const { series } = input as { series: Record<string, { value?: unknown }> };
  const decode = (one: unknown) =>
    one === "NaN" || one === "Infinity" || one === "-Infinity" ? decodeNumber(one) : one;
  const columns = Object.entries(series ?? {}).map(([key, own]) => [
    key,
    Array.isArray(own?.value) ? { ...own, value: own.value.map(decode) } : own,
  ]);
  return { ...(input as object), series: Object.fromEntries(columns) };
}

test("a batch is read as JSON.parse reads it, however it is written", () => {
  fc.assert(
    fc.property(text, (json) => {
      expect(decoded(parseBody(Buffer.from(json)))).toEqual(decoded(JSON.parse(json)));
    }),
    { numRuns: 500 },
  );
});

test("what is no JSON is refused, and what is other JSON is read as such, wherever a byte is changed", () => {
  const signs = fc.constantFrom(...'{}[],:"\\ 0e.-x\n');
  fc.assert(
    fc.property(text, fc.nat(), signs, fc.constantFrom(0, 1), (json, place, sign, width) => {
      const bytes = Buffer.from(json);
      const at = place % bytes.length;
      const changed = Buffer.concat([bytes.subarray(0, at), Buffer.from(sign), bytes.subarray(at + width)]);
      const parsed = attempt(() => JSON.parse(changed.toString("utf8")));
      const own = attempt(() => parseBody(changed));
      if (parsed instanceof Error) expect((own as Error).message).toBe(parsed.message);
      else expect(decoded(own)).toEqual(decoded(parsed));
    }),
    { numRuns: 2_000 },
  );
});

test("of a key that comes twice the last counts", () => {
  for (const json of [
    '{"series":{"a":{"value":[1]}},"series":{}}',
    '{"series":{"a":{"value":[1]}},"\\u0073eries":{"b":{"value":[2]}}}',
    '{"series":{},"series":{"a":{"value":[1],"value":[2]},"a":{"step":[3]}}}',
  ])
    expect(decoded(parseBody(Buffer.from(json)))).toEqual(decoded(JSON.parse(json)));
});

test("series on the same steps and times share one list of each", () => {
  const columns = { step: [1, 2], wallTimeMs: [3, 4] };
  const input = { series: { a: { ...columns, value: [5, 6] }, b: { ...columns, value: [7, 8] } } };
  const { series } = parseBody(Buffer.from(JSON.stringify(input))) as typeof input;
  expect(series.b.step).toBe(series.a.step);
  expect(series.b.wallTimeMs).toBe(series.a.wallTimeMs);
  expect(series.b.value).toEqual([7, 8]);
});

test("a number is the double that is next to its digits", () => {
  const read = (digits: string) => {
    const cursor = { at: 2 };
    const value = readDecimal(Buffer.from(`[ ${digits},`), cursor);
    expect(cursor.at).toBe(2 + digits.length);
    return value;
  };
  const check = (digits: string) => {
    if (!Object.is(read(digits), Number(digits))) expect(`${digits} is ${read(digits)}`).toBe(digits);
  };
  // Half way between two doubles, and a digit to either side.
  const ties = ["9007199254740993", "4503599627370497.5", "9007199254740992.9", "1.0000000000000002220"];
  const edges = [
    "0",
    "-0",
    "0.0",
    "1e-400",
    "1e400",
    "5e-324",
    "0.000000000000000000000123",
    "1E+2",
    "1e0001",
  ];
  for (const digits of [...ties, ...edges, "123456789012345678", "99999999999999999999"]) check(digits);
  const written = fc.tuple(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer({ min: 1, max: 21 }),
  );
  const decimal = fc.tuple(fc.maxSafeNat(), fc.nat(99_999), fc.integer({ min: -25, max: 25 }));
  fc.assert(
    fc.property(written, decimal, ([double, precision], [whole, more, exponent]) => {
      for (const digits of [String(double), double.toExponential(), double.toPrecision(precision)])
        if (!digits.includes("+")) check(digits);
      check(`${whole}.${more}`);
      check(`0.${whole}`);
      check(`${whole}e${exponent}`);
    }),
    { numRuns: 20_000 },
  );
  for (const none of ["", "-", "+1", ".5", "1.", "01", "-01", "1e", "1e+", "x", "NaN"])
    expect(readDecimal(Buffer.from(`${none},`), { at: 0 }), none).toBe(undefined);
});

function attempt(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

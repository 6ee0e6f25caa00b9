import fc from "fast-check";
import { expect, test } from "vitest";
import { EventBatch } from "../../../db/contract/events";
import { parseEventBatch } from "../../../db/store/ingest/parse-event-batch";

const odd = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    undefined,
    "1",
    "NaN",
    "Infinity",
    "-Infinity",
    "nan",
    true,
    [],
    {},
    0.5,
    -1,
    1n,
  ),
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 2 ** 53, 2 ** 53 - 1, -0),
);
const value = fc.oneof({ weight: 12, arbitrary: fc.double() }, { weight: 1, arbitrary: odd });
const step = fc.oneof({ weight: 12, arbitrary: fc.nat() }, { weight: 1, arbitrary: odd });
const wallTime = fc.oneof(
  { weight: 12, arbitrary: fc.double({ min: 0, max: 1e13, noNaN: true }) },
  { weight: 1, arbitrary: odd },
);
const columns = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.integer({ min: 0, max: 6 }).chain((length) =>
      fc.record({
        step: fc.array(step, { minLength: length, maxLength: length }),
        wallTimeMs: fc.array(wallTime, { minLength: length, maxLength: length }),
        value: fc.array(value, { minLength: length, maxLength: length + (length === 6 ? 1 : 0) }),
        extra: fc.option(fc.constant("dropped"), { nil: undefined }),
      }),
    ),
  },
  { weight: 1, arbitrary: odd },
);
const seriesName = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.constantFrom("loss/rnn", "accuracy", "mein Verlust", "constructor", "\u{1f600}"),
  },
  { weight: 1, arbitrary: fc.constantFrom("", " x", "/x", "a\nb", "y".repeat(201), "toString") },
);
const batch = fc.record(
  {
    runId: fc.oneof({ weight: 10, arbitrary: fc.constant("run-1") }, { weight: 1, arbitrary: odd }),
    attempt: fc.oneof({ weight: 10, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: odd }),
    seq: fc.constant(1),
    series: fc
      .array(fc.tuple(seriesName, columns), { maxLength: 4 })
      .map((entries) => Object.fromEntries(entries)),
    log: fc.constant([{ wallTimeMs: 1, level: "info", text: "x" }]),
  },
  { requiredKeys: ["runId", "attempt", "seq"] },
);

test("accepts, refuses and yields exactly what the contract's schema does", () => {
  fc.assert(
    fc.property(batch, (input) => {
      const expected = EventBatch.safeParse(input);
      if (expected.success) expect(parseEventBatch(input)).toEqual(expected.data);
      else expect(() => parseEventBatch(input)).toThrow(/^Invalid event batch: /);
    }),
    { numRuns: 1000 },
  );
});

test("a refusal says which point of which series is wrong and what was expected", () => {
  const input = {
    runId: "run-1",
    attempt: 1,
    seq: 1,
    series: { "loss/rnn": { step: [0, 1.5], wallTimeMs: [0, 1], value: [1, 2] } },
  };
  expect(() => parseEventBatch(input)).toThrow(
    'Invalid event batch: series["loss/rnn"].step[1]: expected a whole number from 0 to 9007199254740991, got 1.5',
  );
});

test("columns of unequal length are refused", () => {
  const input = {
    runId: "run-1",
    attempt: 1,
    seq: 1,
    series: { accuracy: { step: [0, 1], wallTimeMs: [0, 1], value: [1] } },
  };
  expect(() => parseEventBatch(input)).toThrow(
    'Invalid event batch: series["accuracy"]: expected step, wallTimeMs and value of the same length, got 2, 2 and 1',
  );
});

test("a series that would be an object's prototype is refused", () => {
  const input = JSON.parse('{"runId":"r","attempt":1,"seq":1,"series":{"__proto__":{"step":[0]}}}');
  expect(() => parseEventBatch(input)).toThrow(/series: expected names .*, got "__proto__"/);
});

test("a series whose name no file could hold is refused: control characters, half of a surrogate pair", () => {
  const named = (name: string) =>
    parseEventBatch({
      runId: "r",
      attempt: 1,
      seq: 1,
      series: { [name]: { step: [0], wallTimeMs: [0], value: [1] } },
    });
  for (const name of ["a\u0000b", "a\tb", "a\nb", "\ud800", "a\udc00b"])
    expect(() => named(name)).toThrow(
      /series: expected names .* no line break, tab or other control character/,
    );
  expect(Object.keys(named("損失 😀/é").series)).toEqual(["損失 😀/é"]);
});

test("the caller's columns are left as they were", () => {
  const value = ["NaN", 1] as const;
  const input = {
    runId: "r",
    attempt: 1,
    seq: 1,
    series: { a: { step: [0, 1], wallTimeMs: [0, 1], value } },
  };
  expect(parseEventBatch(input).series.a?.value).toEqual([Number.NaN, 1]);
  expect(value).toEqual(["NaN", 1]);
});

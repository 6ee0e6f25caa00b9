import fc from "fast-check";
import { expect, test } from "vitest";
import { checkShape } from "../../../server/ingest/check-shape";

/** Longer than what is let through unseen. */
const padded = (fields: string) => `{"pad":"${"x".repeat(2 ** 16)}",${fields}}`;
const nested = (levels: number) => "[".repeat(levels) + "]".repeat(levels);
const keys = (count: number) => `{${Array.from({ length: count }, (_, index) => `"k${index}":0`).join(",")}}`;

test("what JSON a batch can be passes, whatever its strings hold", () => {
  const texts = fc.oneof(fc.string(), fc.constantFrom('"', "\\", '\\"', "[[[{{{:::", '"}],', "\\\\"));
  const json = fc.jsonValue({ maxDepth: 4, stringUnit: "binary" });
  fc.assert(
    fc.property(fc.dictionary(texts, json), fc.array(texts), (group, list) => {
      expect(() =>
        checkShape(padded(`"config":${JSON.stringify(group)},"list":${JSON.stringify(list)}`)),
      ).not.toThrow();
    }),
  );
});

test.each([
  ["config", nested(16), nested(17), "config: expected at most 16 levels of groups and lists"],
  ["series", keys(10_000), keys(10_001), "series: expected at most 10000 names, got 10001"],
  ["metrics", keys(10_000), keys(10_001), "metrics: expected at most 10000 names, got 10001"],
  ["config", keys(65_536), keys(65_537), "config: expected at most 65536 keys in a group, got 65537"],
  [
    "log",
    `[${"[],".repeat(2 ** 18 - 4)}[]]`,
    `[${"[],".repeat(2 ** 18 - 3)}[]]`,
    "log: expected at most 262144 groups and lists",
  ],
])("%s may have so much and no more", (name, most, more, says) => {
  // Behind another key, and beside a string that looks like one.
  const body = (value: string) => padded(`"other":{"series":1},"text":"\\"config\\":","${name}":${value}`);
  expect(() => checkShape(body(most))).not.toThrow();
  expect(() => checkShape(body(more))).toThrow(says);
});

test("names without end are counted though their group is never closed", () => {
  expect(() => checkShape(padded(`"series":${keys(10_001)}`).slice(0, -2))).toThrow("got 10001");
});

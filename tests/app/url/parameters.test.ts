import { expect, test } from "vitest";
import { choice, codecOf, flag, integer, list, number, text } from "../../../app/url/parameters";

const codec = codecOf({
  q: text(),
  state: choice(["all", "open"], "all"),
  from: integer(),
  low: number(),
  all: flag(),
  kinds: list(["a", "b"]),
  runs: list(),
});
const defaults = { q: "", state: "all", from: null, low: null, all: false, kinds: [], runs: [] } as const;

test("an empty address is the defaults, and the defaults are an empty address", () => {
  expect(codec.parse(new URLSearchParams())).toEqual(defaults);
  expect(codec.serialize(defaults).toString()).toBe("");
});

test("what is written is read again", () => {
  const state = {
    q: "a b",
    state: "open",
    from: 0,
    low: -1.5e-7,
    all: true,
    kinds: ["b"],
    runs: ["x", "y"],
  } as const;
  expect(codec.parse(codec.serialize(state))).toEqual(state);
});

test("what the page does not know becomes the default", () => {
  const given = new URLSearchParams("state=ajar&from=1.5&low=Infinity&kinds=a,z&kinds=a&theirs=1");
  expect(codec.parse(given)).toEqual({ ...defaults, kinds: ["a"] });
});

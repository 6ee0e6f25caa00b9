import { expect, test } from "vitest";
import { choice, flag, integer, list, readState, text, writeState } from "../../../app/url/search-state";

const parameters = {
  q: text(),
  state: choice(["all", "open"], "all"),
  from: integer(),
  all: flag(),
  kinds: list(["a", "b"]),
  runs: list(),
};

test("an empty address is the defaults, and the defaults are an empty address", () => {
  const state = readState(parameters, {});
  expect(state).toEqual({ q: "", state: "all", from: null, all: false, kinds: [], runs: [] });
  expect(writeState(parameters, new URLSearchParams(), state)).toBe("");
});

test("what is written is read again", () => {
  const state = {
    q: "a b",
    state: "open" as const,
    from: 0,
    all: true,
    kinds: ["b" as const],
    runs: ["x", "y"],
  };
  const query = writeState(parameters, new URLSearchParams(), state);
  expect(query).toBe("?q=a+b&state=open&from=0&all=1&kinds=b&runs=x,y");
  expect(readState(parameters, new URLSearchParams(query))).toEqual(state);
});

test("what the page does not know is ignored, and kept in the address", () => {
  const current = new URLSearchParams("state=ajar&from=1.5&kinds=a,z,a&theirs=1");
  expect(readState(parameters, current)).toMatchObject({ state: "all", from: null, kinds: ["a"] });
  expect(writeState(parameters, current, { from: 3 })).toBe("?state=ajar&kinds=a,z,a&theirs=1&from=3");
});

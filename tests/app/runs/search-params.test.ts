import { expect, test } from "vitest";
import { runSearch, zoomOf } from "../../../app/components/run/search-params";
import { nextSort, runsQuery, runsSearch } from "../../../app/components/runs/search-params";
import { toQueryString } from "../../../app/url/search-state";

const read = (query: string) => runsSearch.parse(new URLSearchParams(query));

test("a state of the runs page survives its address", () => {
  const query = "?q=ring&status=queued,running&workload=ring-gan&experiment=x1&sort=-lastLoss&group=arm";
  expect(toQueryString(runsSearch.serialize(read(query)))).toBe(query);
});

test("the plain page has a plain address", () => {
  expect(toQueryString(runsSearch.serialize(read("")))).toBe("");
  expect(runsQuery(read(""))).toEqual({ limit: 1000 });
});

test("values that do not exist are ignored, not shown as an empty table", () => {
  const state = read("?status=sleeping&workload=bert&sort=-colour&group=moon");
  expect(runsQuery(state)).toEqual({ limit: 1000 });
  expect(state.group).toBe("none");
});

test("a column sorts by its better order first, then the other, then not at all", () => {
  const first = nextSort(null, "lastLoss");
  expect(first).toEqual({ by: "lastLoss", descending: true });
  const second = nextSort(first, "lastLoss");
  expect(second).toEqual({ by: "lastLoss", descending: false });
  expect(nextSort(second, "lastLoss")).toBeNull();
  expect(nextSort(first, "name")).toEqual({ by: "name", descending: false });
});

test("a state of the run page survives its address", () => {
  const query = "?tab=layers&from=100&to=400&smoothing=20&scale=log&episode=e1&hide=benign&sample=75";
  const state = runSearch.parse(new URLSearchParams(query));
  expect(toQueryString(runSearch.serialize(state))).toBe(query);
  expect(zoomOf(state)).toEqual([100, 400]);
});

test("half a zoom or one that runs backwards is none", () => {
  expect(zoomOf({ from: 100, to: null })).toBeNull();
  expect(zoomOf({ from: 400, to: 100 })).toBeNull();
});

test("a smoothing that the slider does not offer is none", () => {
  expect(runSearch.parse(new URLSearchParams("?smoothing=3")).smoothing).toBe(0);
});

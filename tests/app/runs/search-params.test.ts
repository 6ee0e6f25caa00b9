import { expect, test } from "vitest";
import { runSearch, zoomOf } from "../../../app/components/run/search-params";
import { filterFault, nextSort, runsQuery, runsSearch } from "../../../app/components/runs/search-params";
import { toQueryString } from "../../../app/url/search-state";

const read = (query: string) => runsSearch.parse(new URLSearchParams(query));

test("a state of the runs page survives its address", () => {
  const query = "?q=ring&status=queued,running&workload=ring-gan&experiment=x1&sort=-lastLoss&group=arm";
  expect(toQueryString(runsSearch.serialize(read(query)))).toBe(query);
});

test("the plain page has a plain address", () => {
  expect(toQueryString(runsSearch.serialize(read("")))).toBe("");
  expect(runsQuery(read(""))).toEqual({ columns: [], limit: 200 });
});

test("values that do not exist are ignored, not shown as an empty table", () => {
  const state = read("?status=sleeping&workload=bert&sort=-colour&group=moon");
  expect(runsQuery(state)).toEqual({ columns: [], limit: 200 });
  expect(state.group).toBe("none");
});

test("the search field takes words, or a filter, which is asked for once it is whole", () => {
  expect(runsQuery(read("?q=ring+clip"))).toMatchObject({ search: "ring clip", filter: undefined });
  expect(runsQuery(read("?q=config.lr+>+1e-3"))).toMatchObject({
    search: undefined,
    filter: "config.lr > 1e-3",
  });
  expect(runsQuery(read("?q=config.lr+>"))).toMatchObject({ search: undefined, filter: undefined });
  expect(filterFault("config.lr >")).toContain("at 12: expected a value");
  expect(filterFault("a run, seed 3")).toBeNull();
});

test("settings and summaries are columns to show and to sort by", () => {
  const query = "?sort=-last(loss)&show=config.lr,max(gradient_norm)";
  const state = read(query);
  expect(runsQuery(state)).toMatchObject({
    columns: ["config.lr", "max(gradient_norm)"],
    sort: { by: "last(loss)", descending: true },
  });
  expect(runsQuery(read("?show=lr,drop+table&sort=lr"))).toEqual({ columns: [], limit: 200 });
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

test("charts over another axis are zoomed in its units, and one that there is not is steps", () => {
  const query = "?over=series:loss%2Frnn&from=-0.25&to=1.5";
  const state = runSearch.parse(new URLSearchParams(query));
  expect(state.over).toBe("series:loss/rnn");
  expect(zoomOf(state)).toEqual([-0.25, 1.5]);
  expect(toQueryString(runSearch.serialize(state))).toBe(query);
  expect(runSearch.parse(new URLSearchParams("?over=parsecs")).over).toBe("step");
});

test("half a zoom or one that runs backwards is none", () => {
  expect(zoomOf({ from: 100, to: null })).toBeNull();
  expect(zoomOf({ from: 400, to: 100 })).toBeNull();
});

test("a smoothing that the slider does not offer is none", () => {
  expect(runSearch.parse(new URLSearchParams("?smoothing=3")).smoothing).toBe(0);
});

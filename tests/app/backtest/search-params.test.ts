import { describe, expect, test } from "vitest";
import { backtestSearch } from "../../../app/backtest/search-params";

const read = (query: string) => backtestSearch.parse(new URLSearchParams(query));

describe("the address of a backtest", () => {
  test("holds both settings, the detector and the runs, and reads back as they were", () => {
    const state = {
      ...read(""),
      runs: ["a", "b"],
      detector: "dead-units",
      set: { deadShare: 0.4, risen: 1e-3 },
      against: { deadShare: 0.6 },
      healthy: ["b"],
    };
    const query = backtestSearch.serialize(state).toString();
    expect(read(query)).toEqual(state);
  });

  test("of a page as it opens is empty, and a damaged setting is left out", () => {
    expect(backtestSearch.serialize(read("")).toString()).toBe("");
    expect(read("set=jumpZ:8,jumpRatio:four,:3,windowPoints:").set).toEqual({ jumpZ: 8 });
  });
});

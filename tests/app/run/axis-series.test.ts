import { expect, test } from "vitest";
import { axisSeries } from "../../../app/components/run/axis-series";
import type { SeriesSummary } from "../../../db/contract/read-models";

const series = (name: string, min = 0, max = 1) => ({ name, min, max }) as SeriesSummary;

test("counters are offered first, layers and series that never change not at all", () => {
  const offered = axisSeries([
    [
      series("loss/rnn"),
      series("train/tokens_seen"),
      series("gradient_norm/rnn/cell"),
      series("constant", 2, 2),
    ],
    [series("epoch"), series("sample/modes"), series("loss/rnn")],
  ]);
  expect(offered.slice(0, 2).sort()).toEqual(["epoch", "train/tokens_seen"]);
  expect(offered.slice(2).sort()).toEqual(["loss/rnn", "sample/modes"]);
});

import { expect, test } from "vitest";
import { createNetwork } from "../../../trainer/networks/network";

test("a network of more weights than can be trained is refused before it takes any memory", () => {
  const layers = Array.from({ length: 100 }, (_, index) => ({
    layer: `dense${index + 1}`,
    name: "weight",
    shape: [4096, 4096],
  }));
  expect(() => createNetwork("model", layers)).toThrow(
    'Network "model" would have 1,677,721,600 weights, and up to 268,435,456 can be trained: give it fewer layers or units',
  );
});

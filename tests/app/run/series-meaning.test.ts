import { describe, expect, test } from "vitest";
import { lacksSentence, roleOf, takesPart } from "../../../app/components/run/series-meaning";
import { parseRole } from "../../../diagnostics/roles/parse-role";

const meaning = { series: "enc/w1", role: "none", network: "", part: "" };

describe("a meaning that is chosen", () => {
  test("is a role that the detectors read", () => {
    expect(roleOf(meaning, { role: "loss" })).toBe("loss");
    const loss = roleOf({ ...meaning, role: "loss" }, { network: "generator" });
    expect(parseRole(loss)).toEqual({ role: "loss", network: "generator", part: "" });
    expect(parseRole(roleOf({ ...meaning, role: "loss" }, { network: "a:b" })).network).toBe("a-b");
    expect(roleOf({ ...meaning, role: "loss", network: "generator" }, { role: "none" })).toBe("none");
  });

  test("of a layer names the layer, by the series where nothing else is said", () => {
    expect(roleOf(meaning, { role: "layer-gradient-norm" })).toBe("layer-gradient-norm::enc/w1");
    const layer = { ...meaning, role: "layer-gradient-norm", part: "enc/w1" };
    expect(roleOf(layer, { part: "first" })).toBe("layer-gradient-norm::first");
    expect(roleOf(layer, { role: "gradient-norm" })).toBe("gradient-norm");
  });

  test("asks for a part where there is one", () => {
    expect(takesPart({ role: "discriminator-accuracy", part: "" })).toBe(true);
    expect(takesPart({ role: "loss", part: "" })).toBe(false);
    expect(takesPart({ role: "none", part: "x" })).toBe(false);
  });
});

test("what a run lacks is one sentence", () => {
  expect(lacksSentence([])).toBeNull();
  expect(lacksSentence(["loss", "gradient norm"])).toMatch(
    /^No series is known to be its loss or its gradient norm,/,
  );
});

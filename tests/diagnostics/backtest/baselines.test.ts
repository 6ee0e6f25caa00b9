import { describe, expect, it } from "vitest";
import { baselines } from "../../../diagnostics/backtest/baselines";
import { replayBaseline } from "../../../diagnostics/backtest/baselines/baseline";
import { TrailingMean } from "../../../diagnostics/backtest/baselines/trailing-mean";
import { normal } from "../synthetic-run";

/** Steps at which a baseline raises an alarm on one series. */
function alarms(id: string, name: string, value: readonly number[]) {
  const baseline = baselines.find((known) => known.id === id);
  const step = value.map((_, at) => at);
  return replayBaseline(baseline!, [{ name, step, value }]).episodes.map(({ kind, startStep }) => [
    startStep,
    kind,
  ]);
}

describe("rules of other programs", () => {
  it("SageMaker Debugger: gradients below 1e-7 or not finite, a loss that stands for 10 points", () => {
    expect(alarms("sagemaker", "gradient_norm", [1, 2e-7, 1e-7, 9e-8])).toEqual([[3, "vanishing_gradient"]]);
    expect(alarms("sagemaker", "gradient_norm", [1, Number.NaN])).toEqual([[1, "exploding_gradient"]]);
    // The first point is the best; the tenth after it is the eleventh.
    expect(alarms("sagemaker", "loss", Array(15).fill(1))).toEqual([[10, "plateau"]]);
  });

  it("W&B: a z-score over 3 against 30 points", () => {
    const noise = normal(1);
    const past = Array.from({ length: 30 }, () => 1 + 0.1 * noise());
    expect(alarms("wandb", "grad_norm", [...past, 1.1, 2])).toEqual([[31, "exploding_gradient"]]);
    expect(alarms("wandb", "grad_norm", [...past.slice(1), 2])).toEqual([]);
  });

  it("Lightning: three times the running mean, and higher than the last", () => {
    expect(alarms("lightning", "loss", [1, 1, 1, 2.9])).toEqual([]);
    expect(alarms("lightning", "loss", [1, 1, 1, 3])).toEqual([[3, "loss_divergence"]]);
    expect(alarms("lightning", "loss", [9])).toEqual([]);
  });

  it("OLMo: 6 sigma once half of 128 points are there", () => {
    const noise = normal(2);
    const past = Array.from({ length: 80 }, () => 1 + 0.1 * noise());
    expect(alarms("olmo", "loss", [...past, 2.5])).toEqual([[80, "loss_divergence"]]);
    expect(alarms("olmo", "loss", [...past.slice(0, 50), 2.5])).toEqual([]);
  });

  it("llm-foundry: twice the mean of 100, five times in a row", () => {
    const past = Array(100).fill(1);
    expect(alarms("llm-foundry", "loss", [...past, 3, 3, 3, 3, 1])).toEqual([]);
    expect(alarms("llm-foundry", "loss", [...past, 3, 3, 3, 3, 3])).toEqual([[104, "loss_divergence"]]);
  });
});

it("a trailing mean equals the mean and deviation from scratch", () => {
  const past = new TrailingMean(3);
  for (const value of [5, 1, 2, 6]) past.push(value);
  // 1, 2, 6: mean 3, squares off by 4, 1, 9.
  expect(past.mean).toBeCloseTo(3, 12);
  expect(past.deviation).toBeCloseTo(Math.sqrt(14 / 3), 12);
});

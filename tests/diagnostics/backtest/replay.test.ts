import { describe, expect, it } from "vitest";
import { predictionsOf } from "../../../diagnostics/backtest/prediction";
import { type ReplayedSeries, replay } from "../../../diagnostics/backtest/replay";
import { createRunMonitor } from "../../../diagnostics/monitor-run";
import { healthy } from "../synthetic-run";

/** A norm that spikes at step 300 and a loss that is NaN from step 400 on. */
function broken(): ReplayedSeries[] {
  const run = healthy(5);
  const step = Array.from({ length: 500 }, (_, at) => at);
  return [
    { name: "gradient_norm", step, value: step.map((at) => run.norm(at) * (at === 300 ? 60 : 1)) },
    { name: "loss", step, value: step.map((at) => (at < 400 ? run.loss(at) : Number.NaN)) },
  ];
}

describe("a replay", () => {
  it("judges as the monitor does whose points arrive one by one", () => {
    const series = broken();
    const monitor = createRunMonitor();
    for (let step = 0; step < 500; step++)
      for (const { name, value } of series) monitor.push({ series: name, step, value: value[step]! });
    monitor.end();
    const replayed = replay(series).episodes.map(({ alarmedAt: _, ...episode }) => episode);
    expect(replayed).toEqual(monitor.episodes());
    expect(replayed.map(({ kind }) => kind)).toEqual(["exploding_gradient", "non_finite"]);
  });

  it("tells the step of each alarm, and where the loss stops being a number", () => {
    const replayed = replay(broken());
    expect(replayed).toMatchObject({ steps: 500, points: 1000, firstNonFiniteStep: 400 });
    expect(predictionsOf("run.jsonl", replayed).map(({ alarm_step }) => alarm_step)).toEqual([300, 400]);
  });

  it("merges series that are logged at other steps", () => {
    const [norm, loss] = broken();
    const sparse = {
      ...loss!,
      step: loss!.step.filter((at) => at % 7 === 0),
      value: loss!.value.filter((_, at) => at % 7 === 0),
    };
    expect(replay([norm!, sparse])).toMatchObject({ points: 500 + 72, firstNonFiniteStep: 406 });
  });

  it("of nothing is nothing", () => {
    expect(replay([])).toMatchObject({ episodes: [], steps: 0, points: 0 });
  });
});

import { expect, test } from "vitest";
import { RunConfig, type RunConfigInput } from "../../../db/contract/run-config";
import { watchingConflictsOf } from "../../../db/contract/watched-series";

const of = (input: RunConfigInput) => watchingConflictsOf(RunConfig.parse(input));
const plateau = { name: "plateau", patience: 100 } as const;

test.each<[string, RunConfigInput, string]>([
  [
    "that no run records",
    { workload: "ring-gan", earlyStopping: { metric: "lss/generator" } },
    'earlyStopping.metric: Unknown series "lss"; did you mean "loss"?',
  ],
  [
    "of samples that are never drawn",
    { workload: "ring-gan", sampleEvery: 0, earlyStopping: { patience: 50 } },
    "earlyStopping.metric: sample/high_quality_share comes with samples or held-out examples, and sampleEvery 0 has none",
  ],
  [
    "of held-out examples that are never judged",
    { workload: "deep-mlp", sampleEvery: 0, schedule: plateau },
    "schedule.metric: held_out_accuracy comes with samples or held-out examples",
  ],
  [
    "of samples that come more rarely than patience ends",
    { workload: "ring-gan", sampleEvery: 25, generatorSchedule: { ...plateau, patience: 24 } },
    "generatorSchedule.patience: sample/high_quality_share is recorded each 25 steps (sampleEvery), so 24 steps without progress pass between any two points; set patience to 25 or more",
  ],
])("a schedule or early stopping cannot follow a series %s", (_what, input, message) => {
  expect(of(input).map((conflict) => conflict.message)).toEqual([expect.stringContaining(message)]);
});

test.each<[string, RunConfigInput]>([
  ["what is off", { workload: "ring-gan", sampleEvery: 0 }],
  [
    "patience as long as it takes",
    { workload: "ring-gan", sampleEvery: 25, earlyStopping: { patience: 25 } },
  ],
  [
    "a series of every step",
    { workload: "ring-gan", sampleEvery: 0, earlyStopping: { patience: 2, metric: "loss/generator" } },
  ],
  ["an outcome of every step", { workload: "adding-rnn", earlyStopping: { patience: 2 } }],
])("nothing is said of %s", (_what, input) => {
  expect(of(input)).toEqual([]);
});

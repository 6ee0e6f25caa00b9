import type { IngestBatchInput } from "../../db/contract/ingest";

const json: Record<string, { summary: string; value: IngestBatchInput }> = {
  first: {
    summary: "The first batch creates the run",
    value: {
      run: "resnet-7",
      attempt: 1,
      seq: 1,
      name: "ResNet, seed 7",
      config: { learningRate: 0.1, optimizer: { name: "sgd", momentum: 0.9 } },
      tags: ["baseline"],
      steps: 1000,
      seed: 7,
      series: {
        loss: { step: [0, 1], value: [2.3, 2.1], wallTimeMs: [1_800_000_000_000, 1_800_000_000_250] },
        gradient_norm: { step: [0, 1], value: [1.4, "NaN"] },
      },
      log: [{ text: "epoch 1", level: "info" }],
    },
  },
  picture: {
    summary: "A sample image of a step",
    value: {
      run: "resnet-7",
      attempt: 1,
      seq: 2,
      media: [
        {
          name: "samples",
          step: 1,
          png: "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
        },
      ],
    },
  },
  heartbeat: {
    summary: "A sign of life: a batch that holds nothing",
    value: { run: "resnet-7", attempt: 1, seq: 3 },
  },
  resumed: {
    summary: "A new attempt goes on from step 1: what was recorded from there on becomes an orphaned branch",
    value: {
      run: "resnet-7",
      attempt: 2,
      seq: 1,
      series: { loss: { step: [1, 2], value: [2.0, 1.9] } },
    },
  },
  end: {
    summary: "The run has ended",
    value: { run: "resnet-7", attempt: 2, seq: 2, status: { status: "finished", step: 2 } },
  },
};

const ndjson = {
  steps: {
    summary: "One line a step, after a first one that names the batch",
    value: [
      '{"run":"rows-1","attempt":1,"seq":1}',
      '{"step":0,"wallTimeMs":1800000000000,"metrics":{"loss":0.7,"gradient_norm":1.5}}',
      '{"step":1,"metrics":{"loss":"Infinity"}}',
      '{"log":"the loss overflowed","level":"warning"}',
      "",
    ].join("\n"),
  },
};

/** Shown in the OpenAPI document and sent by the tests, in this order. */
export const ingestExamples = { json, ndjson };

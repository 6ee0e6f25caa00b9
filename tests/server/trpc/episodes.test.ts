import { describe, expect, test } from "vitest";
import { withSettings } from "../../../db/contract/arm-settings";
import { parseArmText } from "../../../db/contract/arm-text";
import type { DetectedEpisode } from "../../../db/contract/episode";
import { RunConfig } from "../../../db/contract/run-config";
import { upsertEpisode } from "../../../db/store/episodes/episodes";
import { appendEvents } from "../../../db/store/ingest/append-events";
import { claimRun, getRun } from "../../../db/store/runs/runs";
import { diagnose } from "../../../diagnostics/diagnosis/diagnose";
import { readStoredRun } from "../../../server/backtest/read-stored-runs";
import { procedures } from "../support/caller";
import { recordRun, spikedNorms } from "../support/record";

/** A run with a spike, and the episode that its detectors find, stored with changes. */
function spikedRun(changes: Partial<DetectedEpisode> = {}) {
  const { call, db } = procedures();
  const run = recordRun(db);
  run.append(spikedNorms(120, 80, 82));
  const { episodes } = diagnose(readStoredRun(db, run.id, "now").series);
  const found = episodes.find(({ kind }) => kind === "exploding_gradient")!;
  const { causes: _, ...episode } = found;
  const { id } = upsertEpisode(db, run.id, { ...episode, ...changes });
  return { call, db, run, id };
}

describe("causes of an episode", () => {
  test("are ranked from the stored run and its config, and anew when it has more points", async () => {
    const { call, run, id } = spikedRun();
    const causes = await call.episodes.causes({ id });
    const unclipped = causes.find(({ cause }) => cause === "no_gradient_clipping_in_recurrent_network");
    expect(unclipped?.evidenceFor).toContain("nothing clips its gradient");
    expect(unclipped?.intervention.arm).toMatch(/^clip-global-norm:maxNorm=/);
    run.append(spikedNorms(120, 10, 12));
    expect((await call.episodes.causes({ id })).length).toBeGreaterThan(0);
  });

  test("are those of the episode that overlaps, where a replay dates it otherwise", async () => {
    const { call, id } = spikedRun({ startStep: 7 });
    expect((await call.episodes.causes({ id })).length).toBeGreaterThan(0);
  });

  test("are none for an episode that a replay does not meet again", async () => {
    const { call, id } = spikedRun({ startStep: 7, endStep: 12 });
    expect(await call.episodes.causes({ id })).toEqual([]);
  });

  test("say what an experiment of the run's own config against the proposed arm found, and none of another", async () => {
    const { call, db, id } = spikedRun();
    // Another seed than the run's, which an experiment varies.
    const config = RunConfig.parse({ workload: "temporal-order-rnn", steps: 1000, seed: 5 });
    const clipping = async () =>
      (await call.episodes.causes({ id })).find(
        ({ cause }) => cause === "no_gradient_clipping_in_recurrent_network",
      )!;
    const { intervention } = await clipping();
    const asked = {
      name: "Clip?",
      seeds: 6,
      arms: [{ name: "none" }, { ...parseArmText(intervention.arm!), name: "clip" }],
    };
    await call.experiments.create({ ...asked, config: withSettings(config, ["hidden=8"]) });
    expect((await clipping()).tested).toBeUndefined();

    const { id: experimentId, runIds } = await call.experiments.create({ ...asked, config });
    expect((await clipping()).tested).toMatchObject({
      experimentId,
      experimentName: "Clip?",
      decision: "running",
    });
    for (const runId of runIds) {
      const { name, seed } = getRun(db, runId);
      const step = Array.from({ length: 1000 }, (_, at) => at + 1);
      const accuracy = (name.startsWith("clip") ? 0.9 : 0.2) + 0.01 * (seed % 3);
      appendEvents(db, {
        runId,
        attempt: claimRun(db, runId, { pid: process.pid, pidStartedAt: null }),
        seq: 1,
        series: { accuracy: { step, wallTimeMs: step, value: step.map(() => accuracy) } },
        status: { status: "finished", wallTimeMs: 1 },
      });
    }
    expect((await clipping()).tested).toMatchObject({
      decision: "better",
      sentence: expect.stringMatching(/^clip is better than none/),
    });
  });

  test("of an unknown episode are refused", async () => {
    await expect(procedures().call.episodes.causes({ id: "nothing" })).rejects.toThrow(
      /Expected the id of an episode, got "nothing"/,
    );
  });
});

import { describe, expect, test } from "vitest";
import type { DetectedEpisode } from "../../../db/contract/episode";
import { upsertEpisode } from "../../../db/store/episodes/episodes";
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
  return { call, run, id };
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

  test("of an unknown episode are refused", async () => {
    await expect(procedures().call.episodes.causes({ id: "nothing" })).rejects.toThrow(
      /Expected the id of an episode, got "nothing"/,
    );
  });
});

import { describe, expect, test } from "vitest";
import { appendEvents } from "../../../db/store/ingest/append-events";
import { procedures } from "../support/caller";
import { calmNorms, recordRun, spikedNorms } from "../support/record";

/** One run with a spike of ten times its norm at step 80, and a calm one. */
function twoRuns() {
  const { call, db } = procedures();
  const spiked = recordRun(db);
  spiked.append(spikedNorms(160, 80, 82, 10));
  const calm = recordRun(db);
  calm.append(calmNorms(160));
  return { call, db, spiked, runIds: [spiked.id, calm.id] };
}

const detector = "exploding-gradient" as const;

describe("runs under two settings of a detector", () => {
  test("lose an episode to a stricter threshold, and say at what norm each would have counted", async () => {
    const { call, runIds } = twoRuns();
    const after = { jumpRatio: 1000, witnessedRatio: 1000 };
    const { runs, steps, before, after: now } = await call.backtest.replay({ runIds, detector, after });
    expect(steps).toBe(320);
    expect(runs.map(({ runId }) => runId)).toEqual(runIds);
    expect(runs[0]!.episodes).toMatchObject([
      { change: "lost", before: { kind: "exploding_gradient", startStep: 80 }, after: undefined },
    ]);
    expect(runs[1]!.episodes).toEqual([]);
    expect([before.alarms, now.alarms]).toEqual([1, 0]);
    const limit = (side: "before" | "after") => runs[1]!.limits[side][0]!.high.at(-1)!;
    expect(limit("before")).toBeGreaterThan(2.5);
    expect(limit("after")).toBeGreaterThan(800);
  });

  test("count false alarms where a run is known to be healthy, with the interval of none in 160 steps", async () => {
    const { call, runIds } = twoRuns();
    const { before, healthySteps } = await call.backtest.replay({ runIds, detector, healthy: [runIds[1]!] });
    expect(healthySteps).toBe(160);
    // 3.69 is the upper bound of a Poisson mean when nothing happened.
    expect(before.falseAlarms).toMatchObject({ value: 0, low: 0 });
    expect(before.falseAlarms!.high).toBeCloseTo((3.689 * 1e4) / 160, 0);
    const without = await call.backtest.replay({ runIds, detector });
    expect(without.before.falseAlarms).toBeNull();
  });

  test("are read again when they have more points", async () => {
    const { call, spiked } = twoRuns();
    const ask = { runIds: [spiked.id], detector };
    expect((await call.backtest.replay(ask)).runs[0]!.episodes).toHaveLength(1);
    spiked.append(spikedNorms(160, 120, 122, 50));
    expect((await call.backtest.replay(ask)).runs[0]!.episodes).toHaveLength(2);
    // The same steps once more, this time calm: as many points as before.
    spiked.append(calmNorms(320), 0);
    expect((await call.backtest.replay(ask)).runs[0]!.episodes).toHaveLength(0);
  });

  test("name no series for a run that logs nothing that the detector reads", async () => {
    const { call, db } = procedures();
    const run = recordRun(db);
    appendEvents(db, {
      runId: run.id,
      attempt: 1,
      seq: 1,
      series: { odd_name: { step: [0, 1], wallTimeMs: [1, 2], value: [1, 1] } },
    });
    const { runs } = await call.backtest.replay({ runIds: [run.id], detector });
    expect(runs[0]).toMatchObject({ series: [], episodes: [], steps: 2, points: 2 });
  });

  test.each([
    [{ after: { jumpz: 3 } }, /did you mean "jumpZ"/],
    [{ before: { windowPoints: 0 } }, /Expected a whole number of points from 1 to 100 000/],
    [{ runIds: ["none0000000"] }, /none0000000/],
    [{ runIds: [] }, /at least one run/],
  ])("are refused with a sentence for %j", async (change, message) => {
    const { call, runIds } = twoRuns();
    await expect(call.backtest.replay({ runIds, detector, ...change })).rejects.toThrow(message);
  });
});

test("every detector is listed with its thresholds and what it reads", async () => {
  const listed = await procedures().call.backtest.detectors();
  expect(listed).toHaveLength(19);
  expect(listed.find(({ id }) => id === "dead-units")).toMatchObject({
    kind: "dead_units",
    reads: ["dead-units"],
    parameters: expect.arrayContaining([
      expect.objectContaining({ name: "deadShare", standard: 0.5, unit: "share", low: 0, high: 1 }),
    ]),
  });
});

import pino from "pino";
import { describe, expect, test } from "vitest";
import type { Database } from "../../../db/database";
import { listAlerts } from "../../../db/store/alerts/alerts";
import { listEpisodes } from "../../../db/store/episodes/list-episodes";
import { unmonitoredRuns } from "../../../db/store/episodes/monitoring";
import { triageEpisodes } from "../../../db/store/episodes/triage";
import { appendEvents } from "../../../db/store/ingest/append-events";
import { createMonitor, type Monitor } from "../../../server/monitor/follow-runs";
import { createCaller } from "../../../server/trpc/router";
import { freshDatabase } from "../../setup/database";
import { procedures } from "../support/caller";
import { calmNorms, recordRun, spikedNorms } from "../support/record";

const log = pino({ level: "silent" });
const detector = "exploding-gradient" as const;
/** So large that no spike of the tests counts. */
const blind = { jumpRatio: 1e9, witnessedRatio: 1e9, earlyRatio: 1e9 };

function watched() {
  const { call, ctx, db } = procedures();
  const watching = freshDatabase(ctx.home);
  return { call, ctx, db, watching, monitor: createMonitor(watching, log) };
}

function catchUp(monitor: Monitor): void {
  while (monitor.round());
}

/** Of explosions: a loss that none explains is a spike of its own. */
const startsOf = (db: Database) =>
  listEpisodes(db, { kinds: ["exploding_gradient"] }).map(({ startStep }) => startStep);

/** A run of which one series has a name that tells nothing, with a jump at step 300. */
function recordOddName(db: Database, ended: boolean) {
  const run = recordRun(db);
  const steps = Array.from({ length: 400 }, (_, step) => step);
  const wallTimeMs = steps.map((step) => 1_800_000_000_000 + step);
  appendEvents(db, {
    runId: run.id,
    attempt: 1,
    seq: 1,
    series: {
      "loss/rnn": { step: steps, wallTimeMs, value: calmNorms(400, 5) },
      gn: { step: steps, wallTimeMs, value: spikedNorms(400, 300, 302) },
    },
    ...(ended && { status: { status: "finished" as const, wallTimeMs: 1_800_000_001_000, step: 400 } }),
  });
  return run.id;
}

describe("a role that a person gives", () => {
  test("is listed with who gave it, judges an ended run anew without a bell, and is taken back", async () => {
    const { call, db, monitor } = watched();
    const runId = recordOddName(db, true);
    catchUp(monitor);
    expect(listEpisodes(db)).toEqual([]);
    expect(await call.judging.roles({ runId })).toMatchObject({ lacks: ["gradient norm"] });

    const given = await call.judging.giveRoles({ runId, roles: { gn: "gradient-norm" }, author: "ada" });
    expect(given.before).toEqual({ gn: null });
    expect(given.series.find(({ series }) => series === "gn")).toMatchObject({
      role: "gradient-norm",
      by: { says: "person", author: "ada" },
      readBy: expect.arrayContaining(["exploding_gradient"]),
    });
    catchUp(monitor);
    expect(listEpisodes(db)).toMatchObject([{ kind: "exploding_gradient", series: "gn", startStep: 300 }]);
    expect(listAlerts(db)).toEqual([]);
    expect(unmonitoredRuns(db)).toEqual([]);

    await call.judging.giveRoles({ runId, roles: given.before });
    catchUp(monitor);
    expect(listEpisodes(db)).toEqual([]);
  });

  test("holds over a restart, and for causes and backtests too", async () => {
    const { call, ctx, db, watching } = watched();
    const runId = recordOddName(db, false);
    await call.judging.giveRoles({ runId, roles: { gn: "gradient-norm:rnn" } });
    catchUp(createMonitor(watching, log));
    expect(startsOf(db)).toEqual([300]);
    const again = createCaller({ ...ctx, db: freshDatabase(ctx.home) });
    expect((await again.judging.roles({ runId })).series[0]).toMatchObject({ series: "gn", network: "rnn" });
    const { runs } = await again.backtest.replay({ runIds: [runId], detector });
    expect(runs[0]!.episodes).toMatchObject([{ change: "kept", after: { series: "gn", startStep: 300 } }]);
    expect(await again.episodes.causes({ id: listEpisodes(db)[0]!.id })).not.toEqual([]);
  });

  test("leaves a series out, and names the one that is heard where two have one role", async () => {
    const { call, db } = watched();
    const runId = recordOddName(db, true);
    const roles = { gn: "loss:rnn" };
    const { series } = await call.judging.giveRoles({ runId, roles });
    expect(series.map(({ series, unheardFor }) => [series, unheardFor])).toEqual([
      ["gn", "loss/rnn"],
      ["loss/rnn", null],
    ]);
    const silent = await call.judging.giveRoles({ runId, roles: { gn: "none" } });
    expect(silent.series[0]).toMatchObject({ role: "none", readBy: [], unheardFor: null });
    expect(silent.before).toEqual(roles);
  });

  test("is refused where there is no such role, and for a run that there is not", async () => {
    const { call, db } = watched();
    const runId = recordOddName(db, true);
    await expect(call.judging.giveRoles({ runId, roles: { gn: "gradent-norm" } })).rejects.toThrow(
      /did you mean "gradient-norm"/,
    );
    await expect(call.judging.giveRoles({ runId: "none0000000", roles: { gn: "loss" } })).rejects.toThrow(
      /none0000000/,
    );
  });
});

describe("kept thresholds", () => {
  test("hold for runs to come and for those that go on, whose episodes are judged anew", async () => {
    const { call, db, monitor } = watched();
    const goesOn = recordRun(db);
    goesOn.append(spikedNorms(400, 300, 302));
    catchUp(monitor);
    expect(startsOf(db)).toEqual([300]);
    const result = await call.judging.keepThresholds({ detector, values: blind, author: "ada" });
    expect(result).toMatchObject({
      runs: 1,
      before: { jumpRatio: null, witnessedRatio: null, earlyRatio: null },
      kept: [
        { detector, name: "earlyRatio" },
        { detector, name: "jumpRatio", value: 1e9, standard: 3, author: "ada", workload: "" },
        { detector, name: "witnessedRatio" },
      ],
    });
    catchUp(monitor);
    expect(startsOf(db)).toEqual([]);
    const later = recordRun(db);
    later.append(spikedNorms(400, 300, 302));
    catchUp(monitor);
    expect(startsOf(db)).toEqual([]);

    const undone = await call.judging.keepThresholds({ detector, values: result.before });
    expect(undone.kept).toEqual([]);
    catchUp(monitor);
    expect(startsOf(db)).toEqual([300, 300]);
  });

  test("leave ended runs as they were judged, causes as well, unless they are to be judged anew", async () => {
    const { call, db, monitor } = watched();
    const run = recordRun(db);
    run.append(spikedNorms(400, 300, 302));
    run.end("finished");
    catchUp(monitor);
    const [episode] = listEpisodes(db);
    triageEpisodes(db, { ids: [episode!.id], action: "acknowledge", author: "ada" });
    const alerts = listAlerts(db).length;

    expect((await call.judging.keepThresholds({ detector, values: blind })).runs).toBe(0);
    catchUp(monitor);
    expect(startsOf(db)).toEqual([300]);
    expect(await call.episodes.causes({ id: episode!.id })).not.toEqual([]);

    const stored = await call.judging.keepThresholds({ detector, values: { jumpZ: 7 }, ended: true });
    expect(stored.runs).toBe(1);
    catchUp(monitor);
    expect(startsOf(db)).toEqual([]);

    const none = { ...stored.before, ...Object.fromEntries(Object.keys(blind).map((name) => [name, null])) };
    await call.judging.keepThresholds({ detector, values: none, ended: true });
    catchUp(monitor);
    expect(listEpisodes(db, { kinds: ["exploding_gradient"] })).toMatchObject([
      { id: episode!.id, triage: { state: "acknowledged" } },
    ]);
    expect(listAlerts(db)).toHaveLength(alerts);
  });

  test("of a workload go before those of all, and hold for its runs only", async () => {
    const { call, db } = watched();
    const run = recordRun(db);
    run.append(spikedNorms(160, 80, 82, 10));
    const episodes = async () =>
      (await call.backtest.replay({ runIds: [run.id], detector })).runs[0]!.episodes.length;
    await call.judging.keepThresholds({ detector, values: blind });
    expect(await episodes()).toBe(0);
    const defaults = { jumpRatio: 3, witnessedRatio: 4, earlyRatio: 15 };
    await call.judging.keepThresholds({ detector, values: defaults, workload: "ring-gan" });
    expect(await episodes()).toBe(0);
    await call.judging.keepThresholds({ detector, values: defaults, workload: "temporal-order-rnn" });
    expect(await episodes()).toBe(1);
  });

  test("are what a backtest tries others over", async () => {
    const { call, db } = watched();
    const run = recordRun(db);
    run.append(spikedNorms(160, 80, 82, 10));
    await call.judging.keepThresholds({ detector, values: { jumpRatio: 1e9, witnessedRatio: 1e9 } });
    const after = { jumpRatio: 3, witnessedRatio: 4 };
    const { runs } = await call.backtest.replay({ runIds: [run.id], detector, after });
    expect(runs[0]!.episodes).toMatchObject([{ change: "gained", after: { startStep: 80 } }]);
  });

  test.each([
    [{ detector, values: { jumpz: 3 } }, /did you mean "jumpZ"/],
    [{ detector, values: { jumpz: null } }, /did you mean "jumpZ"/],
    [{ detector, values: { windowPoints: 0 } }, /Expected a whole number of points from 1 to 100 000/],
  ])("are refused with a sentence for %j", async (input, message) => {
    const { call } = watched();
    await expect(call.judging.keepThresholds(input)).rejects.toThrow(message);
  });
});

import { describe, expect, test } from "vitest";
import { changedRuns, changesSince } from "../../../db/store/changes";
import { upsertEpisode } from "../../../db/store/episodes/episodes";
import { createExperiment } from "../../../db/store/experiments/experiments";
import { enqueueLaunch, launchQueue } from "../../../db/store/experiments/launches";
import { canonicalJson, configHash } from "../../../db/store/runs/config-hash";
import {
  changeStatus,
  claimRun,
  createRun,
  getRun,
  getRunRows,
  heartbeat,
  listRuns,
  renameRun,
  requestCancel,
  runSortKeys,
} from "../../../db/store/runs/runs";
import { trainerRows } from "../../../server/launcher/trainer-rows";
import { freshDatabase } from "../../setup/database";
import { anEpisode } from "../an-episode";
import { columnsOf, continueRun, startRun } from "../test-run";

const ring = { workload: "ring-gan", steps: 300 } as const;
const trainer = { pid: 1, pidStartedAt: 1 };

describe("creating", () => {
  test("a run gets an id of 10 lower-case base 32 characters, its full config and a name that tells it apart", () => {
    const db = freshDatabase();
    const id = createRun(db, { config: { ...ring, seed: 3, interventions: [{ name: "wgan-gp" }] } });
    expect(id).toMatch(/^[a-z2-7]{10}$/);
    expect(getRun(db, id)).toMatchObject({
      name: "ring-gan, wgan-gp, seed 3",
      status: "queued",
      attempt: 0,
      seed: 3,
      totalSteps: 300,
      config: { batchSize: 128, interventions: [{ name: "wgan-gp", coefficient: 1 }] },
      interventions: [{ name: "wgan-gp", coefficient: 1 }],
    });
  });

  test("a client may bring its own id, once", () => {
    const db = freshDatabase();
    expect(createRun(db, { id: "My.run-1", config: ring })).toBe("My.run-1");
    expect(() => createRun(db, { id: "My.run-1", config: ring })).toThrow(
      expect.objectContaining({
        code: "conflict",
        message: expect.stringContaining('"My.run-1" exists already'),
      }),
    );
  });

  test("a config with an unknown key or a value out of range is refused by name", () => {
    const db = freshDatabase();
    expect(() => createRun(db, { config: { ...ring, stepz: 1 } as never })).toThrow(
      /Invalid run: config.*stepz/,
    );
    expect(() => createRun(db, { config: { ...ring, steps: 0 } })).toThrow(/Invalid run: config.steps/);
  });

  test("equal configs have equal hashes, whatever the order of their keys", () => {
    expect(canonicalJson({ b: [1, { d: 1, c: undefined }], a: "x" })).toBe('{"a":"x","b":[1,{"d":1}]}');
    expect(configHash({ a: 1, b: 2 })).toBe(configHash({ b: 2, a: 1 }));
    expect(configHash({ a: 1, b: 2 })).not.toBe(configHash({ a: 1, b: 3 }));
  });

  test("an unknown run is not found, by name", () => {
    const db = freshDatabase();
    expect(() => getRun(db, "nobody")).toThrow(expect.objectContaining({ code: "not-found" }));
    expect(() => renameRun(db, "nobody", "x")).toThrow(expect.objectContaining({ code: "not-found" }));
  });
});

describe("life", () => {
  test("a claim starts an attempt, and a second trainer is refused", () => {
    const db = freshDatabase();
    const id = createRun(db, { config: ring });
    expect(claimRun(db, id, { pid: 77, pidStartedAt: 5 }, { now: 1000 })).toBe(1);
    expect(getRun(db, id)).toMatchObject({
      status: "running",
      attempt: 1,
      pid: 77,
      pidStartedAt: 5,
      startedAt: 1000,
      heartbeatAt: 1000,
    });
    expect(() => claimRun(db, id, trainer)).toThrow(
      expect.objectContaining({ code: "conflict", message: expect.stringContaining("by process 77") }),
    );
  });

  test("a crashed or lost run may be claimed again, a finished, diverged or cancelled one may not", () => {
    const db = freshDatabase();
    for (const status of ["crashed", "lost"] as const) {
      const { runId } = startRun(db);
      changeStatus(db, runId, { status, message: "gone" });
      expect(claimRun(db, runId, trainer)).toBe(2);
      expect(getRun(db, runId)).toMatchObject({ status: "running", message: null, endedAt: null });
    }
    for (const status of ["finished", "diverged", "cancelled"] as const) {
      const { runId } = startRun(db);
      changeStatus(db, runId, { status });
      expect(() => claimRun(db, runId, trainer)).toThrow(`ended as ${status}`);
    }
  });

  test("a claim by hand takes the run out of the queue", () => {
    const db = freshDatabase();
    const id = createRun(db, { config: ring });
    enqueueLaunch(db, id);
    claimRun(db, id, trainer);
    expect(launchQueue(db)).toEqual([]);
  });

  test("an ended run stays ended", () => {
    const db = freshDatabase();
    const { runId } = startRun(db);
    expect(changeStatus(db, runId, { status: "crashed", message: "out of memory" })).toBe(true);
    expect(changeStatus(db, runId, { status: "finished" })).toBe(false);
    expect(getRun(db, runId)).toMatchObject({ status: "crashed", message: "out of memory" });
  });

  test("a heartbeat that came in since decides against lost", () => {
    const db = freshDatabase();
    const id = createRun(db, { config: ring });
    const attempt = claimRun(db, id, trainer, { now: 1000 });
    const [silent] = trainerRows(db);
    expect(silent).toMatchObject({ runId: id, attempt, ...trainer, heartbeatAt: 1000 });
    heartbeat(db, id, attempt, 6000);
    const judged = { attempt, heartbeatAt: silent?.heartbeatAt ?? null };
    expect(changeStatus(db, id, { status: "lost" }, judged)).toBe(false);
    expect(changeStatus(db, id, { status: "lost" }, { ...judged, heartbeatAt: 6000 })).toBe(true);
    expect(trainerRows(db)).toEqual([]);
  });

  test("a lost run whose heartbeats come back runs again", () => {
    const db = freshDatabase();
    const { runId } = startRun(db);
    changeStatus(db, runId, { status: "lost", message: "no heartbeat" });
    expect(heartbeat(db, runId, 1)).toEqual({
      owned: true,
      cancelRequested: false,
      continueRequested: false,
    });
    expect(getRun(db, runId)).toMatchObject({ status: "running", message: null, endedAt: null });
  });

  test("a trainer learns by its heartbeat that its run ended or was taken over", () => {
    const db = freshDatabase();
    const ended = startRun(db);
    changeStatus(db, ended.runId, { status: "cancelled" });
    expect(heartbeat(db, ended.runId, 1)).toEqual({
      owned: false,
      cancelRequested: false,
      continueRequested: false,
    });
    const taken = startRun(db);
    changeStatus(db, taken.runId, { status: "lost" });
    claimRun(db, taken.runId, trainer);
    expect(heartbeat(db, taken.runId, 1).owned).toBe(false);
    expect(heartbeat(db, taken.runId, 2).owned).toBe(true);
  });

  test("cancelling ends a waiting run at once and asks a running one", () => {
    const db = freshDatabase();
    const waiting = createRun(db, { config: ring });
    enqueueLaunch(db, waiting);
    expect(requestCancel(db, waiting)).toBe("cancelled");
    expect(getRun(db, waiting).status).toBe("cancelled");
    expect(launchQueue(db)).toEqual([]);

    const { runId } = startRun(db);
    expect(requestCancel(db, runId)).toBe("requested");
    expect(heartbeat(db, runId, 1)).toEqual({ owned: true, cancelRequested: true, continueRequested: false });
    changeStatus(db, runId, { status: "cancelled" });
    expect(requestCancel(db, runId)).toBe("ended");
  });
});

describe("listing", () => {
  test("a row tells what the table shows: arm, progress, episodes, last values and sparkline", () => {
    const db = freshDatabase();
    const { runIds } = createExperiment(db, {
      name: "Penalty?",
      config: { workload: "ring-gan" } as never,
      arms: [{ name: "none" }, { name: "gp", interventions: [{ name: "wgan-gp" } as never] }],
      seeds: 1,
    });
    const [, gp = ""] = runIds;
    claimRun(db, gp, trainer);
    const { send } = continueRun(db, gp);
    const values = Array.from({ length: 200 }, (_, step) => [step, step === 70 ? 50 : 1] as const);
    send({
      series: {
        "gradient_norm/discriminator": columnsOf([...values, [200, Number.NaN]]),
        "loss/discriminator": columnsOf([[200, -3]]),
        "sample/high_quality_share": columnsOf([[200, 0.75]]),
      },
    });
    upsertEpisode(db, gp, anEpisode({ startStep: 70 }));
    upsertEpisode(db, gp, anEpisode({ startStep: 90, severity: "critical", state: "closed" }));
    const [row] = getRunRows(db, [gp]);
    expect(row).toMatchObject({
      name: "gp, seed 0",
      arm: { experimentName: "Penalty?", armName: "gp", position: 1 },
      step: 200,
      totalSteps: 600,
      episodes: { benign: 0, warning: 1, critical: 1, open: 1 },
      lastGradientNorm: Number.NaN,
      lastLoss: -3,
      lastOutcome: 0.75,
    });
    expect(row?.sparkline?.name).toBe("gradient_norm/discriminator");
    expect(row?.sparkline?.steps.length).toBeLessThanOrEqual(40);
    expect(Math.max(...(row?.sparkline?.max ?? []).filter(Number.isFinite))).toBe(50);
    expect(row?.sparkline?.nonFinite.reduce((a, b) => a + b)).toBe(1);
  });

  test("filters, words of a search and paging work together, and the total counts all that match", () => {
    const db = freshDatabase();
    for (let seed = 0; seed < 5; seed++)
      createRun(db, {
        config: { ...ring, seed, interventions: seed % 2 ? [{ name: "clip-global-norm" }] : [] },
      });
    createRun(db, { name: "100%_sure", config: { workload: "temporal-order-rnn" } });
    expect(listRuns(db).total).toBe(6);
    expect(listRuns(db, { workloads: ["ring-gan"] }).total).toBe(5);
    expect(listRuns(db, { search: "RING clip" }).total).toBe(2);
    expect(listRuns(db, { search: "0%_s" }).rows.map(({ name }) => name)).toEqual(["100%_sure"]);
    expect(listRuns(db, { statuses: [] }).total).toBe(0);
    const first = listRuns(db, { workloads: ["ring-gan"], sort: { by: "seed" }, limit: 2 });
    const page = listRuns(db, {
      workloads: ["ring-gan"],
      sort: { by: "seed" },
      limit: 2,
      cursor: first.nextCursor,
    });
    expect(page.rows.map(({ seed }) => seed)).toEqual([2, 3]);
    expect(page.total).toBe(5);
  });

  test("every column sorts, missing values last and NaN as the largest", () => {
    const db = freshDatabase();
    for (const loss of [2, Number.NaN, undefined, 1]) {
      const { send } = startRun(db);
      if (loss !== undefined) send({ series: { "loss/discriminator": columnsOf([[0, loss]]) } });
    }
    const sorted = (descending: boolean) =>
      listRuns(db, { sort: { by: "lastLoss", descending } }).rows.map(({ lastLoss }) => lastLoss);
    expect(sorted(false)).toEqual([1, 2, Number.NaN, null]);
    expect(sorted(true)).toEqual([Number.NaN, 2, 1, null]);
    for (const by of runSortKeys) expect(listRuns(db, { sort: { by } }).rows).toHaveLength(4);
  });
});

describe("following", () => {
  test("whoever polls the change counter sees each change once, with its run", () => {
    const db = freshDatabase();
    const first = startRun(db);
    const second = startRun(db);
    let { counter } = changesSince(db, 0);
    expect(changesSince(db, counter)).toEqual({ counter, runs: [], episodeRunIds: [], alertIds: [] });

    second.send({ series: { accuracy: columnsOf([[0, 1]]) } });
    expect(changedRuns(db, counter).map(({ id, step }) => [id, step])).toEqual([[second.runId, 0]]);
    counter = changesSince(db, counter).counter;

    renameRun(db, first.runId, "Better name");
    upsertEpisode(db, second.runId, anEpisode());
    const changes = changesSince(db, counter);
    expect(changes.runs.map(({ id }) => id)).toContain(first.runId);
    expect(changes.episodeRunIds).toEqual([second.runId]);
    expect(changesSince(db, changes.counter).runs).toEqual([]);
  });

  test("heartbeats alone change nothing that a page would read again", () => {
    const db = freshDatabase();
    const { runId } = startRun(db);
    const { counter } = changesSince(db, 0);
    heartbeat(db, runId, 1);
    expect(changesSince(db, counter).counter).toBe(counter);
  });
});

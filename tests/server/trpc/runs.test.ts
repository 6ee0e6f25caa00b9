import { describe, expect, test } from "vitest";
import type { ChartAxis } from "../../../db/contract/chart-axis";
import { defaultAlerts } from "../../../db/contract/default-alerts";
import { upsertEpisode } from "../../../db/store/episodes/episodes";
import { appendEvents } from "../../../db/store/ingest/append-events";
import { procedures } from "../support/caller";
import { calmNorms, recordRun } from "../support/record";

describe("a run", () => {
  test("is read with its series, episodes, verdict and the command that repeats it", async () => {
    const { call, db } = procedures();
    const run = recordRun(db);
    run.append(calmNorms(50));
    const before = await call.runs.get({ id: run.id });
    expect(before).toMatchObject({
      id: run.id,
      status: "running",
      attempt: 1,
      step: 49,
      command: "gradiometer train temporal-order-rnn --set steps=1000",
    });
    expect(before.verdict).toMatch(/^No episode so far/);
    expect(before.series.map(({ name, count, unit }) => [name, count, unit])).toEqual([
      ["gradient_norm/rnn", 50, "L2"],
      ["loss/rnn", 50, "loss"],
    ]);
    upsertEpisode(db, run.id, {
      kind: "exploding_gradient",
      series: "gradient_norm/rnn",
      startStep: 20,
      endStep: 22,
      alarmStep: 20,
      peakStep: 21,
      peakValue: Number.POSITIVE_INFINITY,
      severity: "critical",
      severityReason: "The loss left its level with it",
      state: "closed",
      evidence: {
        test: "jump",
        sentence: "norm 1e3",
        values: { z: Number.NaN },
        window: { firstStep: 0, lastStep: 20 },
      },
    });
    const after = await call.runs.get({ id: run.id });
    expect(after.verdict).toBe("Exploding gradient of gradient_norm/rnn from step 20 to 22: norm 1e3.");
    expect(after.episodes).toMatchObject({ benign: 0, warning: 0, critical: 1, open: 0 });
    expect(after.episodesList[0]?.peakValue).toBe(Number.POSITIVE_INFINITY);
    expect(after.episodesList[0]?.evidence.values.z).toBeNaN();
    expect(await call.episodes.list({ kinds: ["exploding_gradient"] })).toHaveLength(1);
    expect(await call.episodes.list({ kinds: ["vanishing_gradient"] })).toEqual([]);
  });

  test("is renamed, found by its name, and refused a name of blanks", async () => {
    const { call, db } = procedures();
    const run = recordRun(db);
    await call.runs.rename({ id: run.id, name: "  The one that works " });
    const { rows } = await call.runs.list({ search: "works one" });
    expect(rows.map(({ name }) => name)).toEqual(["The one that works"]);
    await expect(call.runs.rename({ id: run.id, name: "   " })).rejects.toThrow(/Give the run a name/);
  });

  test.each(["get", "log", "media", "cancel"] as const)("%s of an unknown run says so", async (procedure) => {
    const { call } = procedures();
    await expect(call.runs[procedure]({ id: "nobody" })).rejects.toMatchObject({
      code: "NOT_FOUND",
      message: expect.stringContaining('No run "nobody"'),
    });
  });

  test("keeps its log, read page by page from its end", async () => {
    const { call, db } = procedures();
    const run = recordRun(db);
    const log = Array.from({ length: 25 }, (_, index) => ({
      wallTimeMs: index,
      level: "info" as const,
      text: `line ${index}`,
    }));
    appendEvents(db, { runId: run.id, attempt: 1, seq: 1, log });
    const last = await call.runs.log({ id: run.id, limit: 10 });
    expect(last.lines.map(({ text }) => text)).toEqual(log.slice(15).map(({ text }) => text));
    const before = await call.runs.log({ id: run.id, limit: 20, before: last.nextBefore as number });
    expect(before.lines).toHaveLength(15);
    expect(before.nextBefore).toBeNull();
  });
});

describe("series", () => {
  test("of several runs come in the order of the runs, non-finite values included", async () => {
    const { call, db } = procedures();
    const [first, second] = [recordRun(db), recordRun(db)];
    first.append([1, Number.NaN, Number.POSITIVE_INFINITY]);
    second.append([2]);
    const series = await call.series.read({ runIds: [second.id, first.id], names: ["gradient_norm/rnn"] });
    expect(series.map(({ runId }) => runId)).toEqual([second.id, first.id]);
    expect(series[1]).toMatchObject({
      exact: true,
      count: 3,
      nonFinite: [0, 1, 1],
      last: [1, Number.NaN, Infinity],
    });
  });

  test("layers share their buckets; each keeps its largest value and its gaps", async () => {
    const { call, db } = procedures();
    const run = recordRun(db);
    const step = Array.from({ length: 100 }, (_, index) => index);
    const columns = (value: (at: number) => number, steps = step) => ({
      step: steps,
      wallTimeMs: steps,
      value: steps.map(value),
    });
    appendEvents(db, {
      runId: run.id,
      attempt: 1,
      seq: 1,
      series: {
        "gradient_norm/rnn/recurrent": columns((at) => (at === 37 ? 99 : 1)),
        "gradient_norm/rnn/input": columns((at) => (at === 5 ? Number.NaN : 2), step.slice(0, 50)),
        "gradient_norm/rnn": columns(() => 3),
      },
    });
    const {
      layers,
      step: firstSteps,
      lastStep,
      values,
      nonFinite,
    } = await call.series.layers({
      runId: run.id,
      network: "rnn",
      width: 10,
    });
    expect(layers).toEqual(["recurrent", "input"]);
    expect(firstSteps).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90]);
    expect(lastStep).toEqual([9, 19, 29, 39, 49, 59, 69, 79, 89, 99]);
    expect(values[0]).toEqual([1, 1, 1, 99, 1, 1, 1, 1, 1, 1]);
    expect(values[1]).toEqual([2, 2, 2, 2, 2, ...Array(5).fill(Number.NaN)]);
    expect(nonFinite[1]?.[0]).toBe(1);
    expect(await call.series.layers({ runId: run.id, network: "critic" })).toEqual({
      layers: [],
      step: [],
      lastStep: [],
      values: [],
      nonFinite: [],
    });
  });
});

test.each<[over: ChartAxis, xOf: (step: number) => number]>([
  ["elapsed", (step) => step * 5],
  ["time", (step) => 1_800_000_000_000 + step * 5],
  ["series:tokens", (step) => 32 * (step - (step % 4))],
])("layers over %s share their columns, and a spike stands where it was", async (over, xOf) => {
  const { call, db } = procedures();
  const run = recordRun(db);
  const columns = (every: number, valueAt: (step: number) => number) => {
    const step = Array.from({ length: 5000 / every }, (_, index) => index * every);
    return {
      step,
      wallTimeMs: step.map((at) => 1_800_000_000_000 + at * 5),
      value: step.map(valueAt),
    };
  };
  appendEvents(db, {
    runId: run.id,
    attempt: 1,
    seq: 1,
    series: {
      "gradient_norm/rnn/recurrent": columns(1, (at) => (at === 3702 ? 1e6 : 1 + (at % 7))),
      "gradient_norm/rnn/input": columns(10, (at) => (at === 100 ? Number.NaN : 2)),
      tokens: columns(4, (at) => at * 32),
    },
  });
  const read = (range: { from?: number; to?: number }) =>
    call.series.layers({ runId: run.id, network: "rnn", over, width: 50, ...range });
  const { layers, x = [], lastX = [], step, values, nonFinite } = await read({});
  expect(layers).toEqual(["recurrent", "input"]);
  expect(x.length).toBe(step.length);
  expect(x.length).toBeLessThanOrEqual(50);
  expect(x.length).toBeGreaterThan(20);
  expect([x[0], lastX.at(-1)]).toEqual([xOf(0), xOf(4999)]);
  expect(x.every((at, column) => column === 0 || at > (x[column - 1] as number))).toBe(true);
  const spike = (values[0] as number[]).indexOf(1e6);
  expect(xOf(3702)).toBeGreaterThanOrEqual(x[spike] as number);
  expect(xOf(3702)).toBeLessThanOrEqual(lastX[spike] as number);
  expect((values[0] as number[]).filter((value) => value > 7)).toEqual([1e6]);
  // Its last point is of step 4990, which the last column may begin behind.
  expect(values[1]?.slice(0, -1).every((value) => value === 2)).toBe(true);
  expect(nonFinite.map((row) => row.reduce((a, b) => a + b, 0))).toEqual([0, 1]);

  const near = await read({ from: xOf(3600), to: xOf(3800) });
  expect([near.x?.[0], near.lastX?.at(-1)]).toEqual([xOf(3600), xOf(3800)]);
  expect(Math.max(...(near.values[0] as number[]))).toBe(1e6);
  const before = await read({ from: xOf(1000), to: xOf(3000) });
  expect(Math.max(...(before.values[0] as number[]))).toBe(7);
});

test("layers over a series that the run does not have are none", async () => {
  const { call, db } = procedures();
  const run = recordRun(db);
  const points = { step: [0], wallTimeMs: [1], value: [1] };
  appendEvents(db, { runId: run.id, attempt: 1, seq: 1, series: { "gradient_norm/rnn/input": points } });
  expect(await call.series.layers({ runId: run.id, network: "rnn", over: "series:tokens" })).toEqual({
    layers: ["input"],
    step: [],
    lastStep: [],
    values: [],
    nonFinite: [],
  });
});

describe("bad input is refused with what was expected", () => {
  test.each([
    ["an unknown setting", { workload: "ring-gan", stepz: 3 }, /stepz/],
    ["a wrong type", { workload: "ring-gan", steps: "many" }, /steps/],
    ["a value out of range", { workload: "ring-gan", steps: 0 }, /steps/],
    [
      "an intervention that cannot act",
      { workload: "temporal-order-rnn", interventions: [{ name: "r1" }] },
      /discriminator/,
    ],
    [
      "an unknown intervention",
      { workload: "ring-gan", interventions: [{ name: "prayer" }] },
      /interventions/,
    ],
    [
      "a series that no run records",
      { workload: "ring-gan", earlyStopping: { metric: "lss/generator" } },
      /earlyStopping\.metric: Unknown series "lss"; did you mean "loss"/,
    ],
  ])("%s", async (_what, config, reason) => {
    const { call, launcher } = procedures();
    // biome-ignore lint/suspicious/noExplicitAny: wrong on purpose
    await expect(call.launches.run({ config: config as any })).rejects.toThrow(reason);
    expect(launcher.woken).toBe(0);
  });

  test("settings", async () => {
    const { call } = procedures();
    await expect(call.settings.set({ webhookUrl: "ftp://example.com" })).rejects.toThrow(/http or https/);
    await expect(call.settings.set({ webhookUrl: "nonsense" })).rejects.toThrow(/no address/);
    expect(await call.settings.set({ alertSeverities: ["critical"] })).toEqual({
      webhookUrl: null,
      webhookAllowPrivate: false,
      alertSeverities: ["critical"],
      alertKinds: [...defaultAlerts.kinds],
    });
  });
});

test("the unexpected gets a generic message and its cause goes to the log", async () => {
  const logged: unknown[] = [];
  const { call, db } = procedures({
    // biome-ignore lint/suspicious/noExplicitAny: the one method that is called
    log: { error: (entry: unknown) => logged.push(entry) } as any,
  });
  db.sqlite.exec("ALTER TABLE run RENAME COLUMN name TO elsewhere");
  await expect(call.runs.list({})).rejects.toThrow("The server failed at this request; its log says why.");
  expect(logged).toMatchObject([
    { path: "runs.list", err: expect.objectContaining({ code: "SQLITE_ERROR" }) },
  ]);
});

test("the server's state counts what trains, waits and was not seen", async () => {
  const { call, db, ctx } = procedures();
  recordRun(db);
  await call.launches.run({ config: { workload: "ring-gan" } });
  expect(await call.server.state()).toEqual({
    training: 1,
    queued: 1,
    unseenAlerts: 0,
    slots: 2,
    version: "0.0.0",
    home: ctx.home,
    backend: { name: "wasm", reason: "a test says so" },
  });
});

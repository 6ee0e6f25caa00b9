import pino from "pino";
import { describe, expect, test } from "vitest";
import type { Database } from "../../../db/database";
import { listAlerts } from "../../../db/store/alerts/alerts";
import { listEpisodes } from "../../../db/store/episodes/list-episodes";
import { unmonitoredRuns } from "../../../db/store/episodes/monitoring";
import { muteKind } from "../../../db/store/episodes/muted-kinds";
import { triageEpisodes } from "../../../db/store/episodes/triage";
import { changeStatus } from "../../../db/store/runs/runs";
import { setSettings } from "../../../db/store/settings";
import { createMonitor, type Monitor } from "../../../server/monitor/follow-runs";
import { freshDatabase, freshHome } from "../../setup/database";
import { recordRun, spikedNorms } from "../support/record";

const silent = pino({ level: "silent" });
const norms = spikedNorms(900, 600, 620);

/** The trainer's connection and the monitor's, as in life. */
function twoConnections(): { trainer: Database; watching: Database } {
  const home = freshHome();
  return { trainer: freshDatabase(home), watching: freshDatabase(home) };
}

function catchUp(monitor: Monitor): void {
  while (monitor.round());
}

const figures = (db: Database) =>
  listEpisodes(db).map(
    ({ kind, series, startStep, endStep, alarmStep, peakStep, peakValue, state, severity }) => ({
      kind,
      series,
      startStep,
      endStep,
      alarmStep,
      peakStep,
      peakValue,
      state,
      severity,
    }),
  );

/** Oldest first, with those gathered. */
const eventsOf = (db: Database): string[] =>
  listAlerts(db)
    .reverse()
    .flatMap(({ event, gathered }) => [event, ...gathered.map((one) => one.event)]);

describe("following", () => {
  test("an episode opens while it happens and closes after it", () => {
    const { trainer, watching } = twoConnections();
    const monitor = createMonitor(watching, silent);
    const run = recordRun(trainer);
    run.append(norms.slice(0, 610));
    catchUp(monitor);
    expect(listEpisodes(trainer)).toMatchObject([
      { kind: "exploding_gradient", series: "gradient_norm/rnn", startStep: 600, state: "open" },
    ]);
    run.append(norms.slice(610));
    run.end("finished");
    catchUp(monitor);
    expect(listEpisodes(trainer)).toMatchObject([{ startStep: 600, state: "closed" }]);
    expect(unmonitoredRuns(trainer)).toEqual([]);
  });

  test("points that arrive after their run has ended are judged as well, and the run is done again", () => {
    const { trainer, watching } = twoConnections();
    const monitor = createMonitor(watching, silent);
    const run = recordRun(trainer);
    run.append(norms.slice(0, 590));
    run.end("finished");
    catchUp(monitor);
    expect(listEpisodes(trainer)).toEqual([]);
    run.append(norms.slice(590));
    expect(unmonitoredRuns(trainer)).toHaveLength(1);
    catchUp(monitor);
    expect(listEpisodes(trainer)).toMatchObject([{ startStep: 600, state: "closed" }]);
    expect(unmonitoredRuns(trainer)).toEqual([]);
  });

  test("what an episode is does not depend on how its points arrived", () => {
    const whole = twoConnections();
    const run = recordRun(whole.trainer);
    run.append(norms);
    run.end("finished");
    catchUp(createMonitor(whole.watching, silent));

    const pieces = twoConnections();
    const monitor = createMonitor(pieces.watching, silent);
    const slow = recordRun(pieces.trainer);
    for (let from = 0; from < norms.length; from += 7) {
      slow.append(norms.slice(from, from + 7));
      monitor.round();
    }
    slow.end("finished");
    catchUp(monitor);
    expect(figures(pieces.trainer)).toEqual(figures(whole.trainer));
    expect(figures(whole.trainer)).toHaveLength(1);
  });

  test("a restart in the middle of an episode goes on with the same row and alerts once", () => {
    const { trainer, watching } = twoConnections();
    const run = recordRun(trainer);
    run.append(norms.slice(0, 610));
    catchUp(createMonitor(watching, silent));
    const before = listEpisodes(trainer).map(({ id }) => id);
    run.append(norms.slice(610));
    run.end("finished");
    catchUp(createMonitor(watching, silent));
    catchUp(createMonitor(watching, silent));
    expect(listEpisodes(trainer).map(({ id }) => id)).toEqual(before);
    expect(eventsOf(trainer)).toEqual(["opened", "ended"]);
  });

  test("a run recorded while no server ran is judged at the next start", () => {
    const { trainer, watching } = twoConnections();
    const run = recordRun(trainer);
    run.append(norms);
    run.end("diverged");
    catchUp(createMonitor(watching, silent));
    expect(figures(trainer)).toHaveLength(1);
  });

  test("a resumed run is judged by the steps that replaced the old ones", () => {
    const { trainer, watching } = twoConnections();
    const monitor = createMonitor(watching, silent);
    const run = recordRun(trainer);
    run.append(norms);
    run.end("crashed");
    catchUp(monitor);
    expect(figures(trainer)).toHaveLength(1);
    run.claim();
    run.append(spikedNorms(900, 900, 900).slice(500), 500);
    run.end("finished");
    catchUp(monitor);
    expect(figures(trainer)).toEqual([]);
  });

  test("a paused run is judged to its last step, so that who is to let it continue is told", () => {
    const { trainer, watching } = twoConnections();
    const monitor = createMonitor(watching, silent);
    const run = recordRun(trainer);
    run.append(norms.slice(0, 601));
    catchUp(monitor);
    expect(figures(trainer)).toEqual([]);
    changeStatus(trainer, run.id, { status: "paused" });
    catchUp(monitor);
    expect(listEpisodes(trainer)).toMatchObject([{ startStep: 600, state: "open" }]);
  });

  test("a run presumed lost that goes on is followed on", () => {
    const { trainer, watching } = twoConnections();
    const monitor = createMonitor(watching, silent);
    const run = recordRun(trainer);
    run.append(norms.slice(0, 500));
    run.end("lost");
    catchUp(monitor);
    run.append(norms.slice(500));
    run.end("finished");
    catchUp(monitor);
    expect(figures(trainer)).toHaveLength(1);
  });

  test("a long run holds up no other", () => {
    const { trainer, watching } = twoConnections();
    const long = recordRun(trainer);
    long.append(spikedNorms(20_000, 0, 0));
    const other = recordRun(trainer);
    other.append(norms);
    const monitor = createMonitor(watching, silent);
    for (let round = 0; round < 4; round++) monitor.round();
    expect(listEpisodes(trainer)).toMatchObject([{ runId: other.id }]);
  });
});

describe("alerts", () => {
  test("do not ring for what somebody knows: an episode acknowledged, or a kind muted in its run", () => {
    const { trainer, watching } = twoConnections();
    setSettings(trainer, { alertSeverities: [] });
    const run = recordRun(trainer);
    run.append(norms.slice(0, 610));
    const monitor = createMonitor(watching, silent);
    catchUp(monitor);
    const id = listEpisodes(trainer)[0]!.id;
    triageEpisodes(trainer, { ids: [id], action: "acknowledge", author: "ada" });
    setSettings(trainer, { alertSeverities: ["benign", "warning", "critical"] });
    run.append(norms.slice(610));
    catchUp(monitor);
    expect(eventsOf(trainer)).toEqual([]);

    muteKind(trainer, { id, reason: "known", author: "ada" });
    run.append(norms.slice(300));
    run.end("finished");
    catchUp(monitor);
    expect(figures(trainer).length).toBeGreaterThan(1);
    expect(listAlerts(trainer).filter(({ title }) => title.startsWith("Exploding"))).toEqual([]);
  });

  test.each([
    ["the kind is not chosen", { alertKinds: ["non_finite" as const] }, []],
    ["the severity is not chosen", { alertSeverities: ["benign" as const] }, []],
    ["both are chosen", {}, ["opened", "ended"]],
  ])("when %s", (_when, settings, events) => {
    const { trainer, watching } = twoConnections();
    setSettings(trainer, settings);
    const run = recordRun(trainer);
    run.append(norms);
    run.end("finished");
    catchUp(createMonitor(watching, silent));
    expect(eventsOf(trainer)).toEqual(events);
  });

  test("with a webhook set, each alert is queued for it", () => {
    const { trainer, watching } = twoConnections();
    setSettings(trainer, { webhookUrl: "https://example.com/hook" });
    const run = recordRun(trainer);
    run.append(norms);
    run.end("finished");
    catchUp(createMonitor(watching, silent));
    const deliveries = listAlerts(trainer).flatMap((alert) => alert.deliveries);
    expect(deliveries).toHaveLength(2);
    expect(deliveries[0]).toMatchObject({
      target: "https://example.com/hook",
      state: "pending",
      attempts: 0,
    });
  });
});

test("a full disk delays episodes and loses none", () => {
  const { trainer, watching } = twoConnections();
  const monitor = createMonitor(watching, silent);
  const run = recordRun(trainer);
  run.append(norms);
  run.end("finished");
  // SQLite's own limit gives the same SQLITE_FULL as a disk without room.
  const pages = watching.sqlite.pragma("page_count", { simple: true }) as number;
  watching.sqlite.pragma(`max_page_count = ${pages + 20}`);
  fillLastPages(watching);
  catchUp(monitor);
  expect(listEpisodes(trainer)).toEqual([]);
  watching.sqlite.pragma("max_page_count = 1000000");
  catchUp(monitor);
  expect(listEpisodes(trainer)).toMatchObject([{ startStep: 600, state: "closed" }]);
});

/** Uses up what is free inside the table's pages, with episodes of another run that nobody lists. */
function fillLastPages(db: Database): void {
  const other = recordRun(db).id;
  const insert = db.sqlite.prepare(
    `INSERT INTO episode (id, run_id, kind, series, start_step, end_step, alarm_step, peak_step, peak_value,
       severity, severity_reason, state, evidence, detected_at, abandoned_at, change)
     VALUES (:id, :other, 'filler', :id, 0, 0, 0, 0, 0, 'benign', '', 'closed', :text, 0, 0, 0)`,
  );
  for (const size of [3000, 1000, 300, 100, 30, 1])
    try {
      for (let index = 0; ; index++) insert.run({ id: `${size}-${index}`, other, text: "x".repeat(size) });
    } catch (error) {
      if ((error as { code?: string }).code !== "SQLITE_FULL") throw error;
    }
}

import { expect, test } from "vitest";
import { identityOf, isAffected, mergeChange, noChanges } from "../../../app/live/live-changes";
import type { LiveChange } from "../../../db/contract/read-models";

const change = (given: Partial<LiveChange>): LiveChange => ({
  runs: [],
  episodeRunIds: [],
  alerts: [],
  ringing: [],
  state: { training: 0, queued: 0, unseenAlerts: 0 },
  ...given,
});

const run = (id: string, experimentId: string | null = null) => ({
  id,
  status: "running" as const,
  step: 1,
  totalSteps: 10,
  experimentId,
});

function after(...changes: LiveChange[]) {
  const pending = noChanges();
  for (const one of changes) mergeChange(pending, one);
  return pending;
}

test("only the queries that show a changed run are read again", () => {
  const pending = after(change({ runs: [run("a", "x")] }), change({ runs: [run("b")] }));
  expect(isAffected({ path: "runs.list", input: {} }, pending)).toBe(true);
  expect(isAffected({ path: "runs.get", input: { id: "a" } }, pending)).toBe(true);
  expect(isAffected({ path: "runs.get", input: { id: "c" } }, pending)).toBe(false);
  expect(isAffected({ path: "series.read", input: { runIds: ["c", "b"] } }, pending)).toBe(true);
  expect(isAffected({ path: "series.extent", input: { runIds: ["c", "b"] } }, pending)).toBe(true);
  expect(isAffected({ path: "series.branches", input: { runId: "b" } }, pending)).toBe(true);
  expect(isAffected({ path: "series.read", input: { runIds: ["c"] } }, pending)).toBe(false);
  expect(isAffected({ path: "experiments.get", input: { id: "x" } }, pending)).toBe(true);
  expect(isAffected({ path: "experiments.get", input: { id: "y" } }, pending)).toBe(false);
  expect(isAffected({ path: "episodes.list", input: {} }, pending)).toBe(false);
  expect(isAffected({ path: "settings.get", input: undefined }, pending)).toBe(false);
});

test("an episode touches its run, the episodes and the runs' badges, not the curves", () => {
  const pending = after(change({ episodeRunIds: ["a"] }));
  expect(isAffected({ path: "runs.get", input: { id: "a" } }, pending)).toBe(true);
  expect(isAffected({ path: "runs.list", input: {} }, pending)).toBe(true);
  expect(isAffected({ path: "episodes.list", input: {} }, pending)).toBe(true);
  expect(isAffected({ path: "series.read", input: { runIds: ["a"] } }, pending)).toBe(false);
});

test("the list of alerts follows new alerts and those seen on another page", () => {
  const seenElsewhere = after(
    change({ state: { training: 0, queued: 0, unseenAlerts: 3 } }),
    change({ state: { training: 0, queued: 0, unseenAlerts: 0 } }),
  );
  expect(isAffected({ path: "alerts.list", input: {} }, seenElsewhere)).toBe(true);
});

test("a query key of tRPC names its procedure and input", () => {
  expect(identityOf([["runs", "get"], { input: { id: "a" }, type: "query" }])).toEqual({
    path: "runs.get",
    input: { id: "a" },
  });
  expect(identityOf(["something else"])).toBeNull();
});

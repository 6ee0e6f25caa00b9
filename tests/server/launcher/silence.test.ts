import { expect, test } from "vitest";
import { watchSilence } from "../../../server/launcher/silence";

const hourMs = 3_600_000;

/** A clock that can be set, and time that passes whatever it says. */
function clocks() {
  const at = { clock: 1_700_000_000_000, passed: 5000 };
  return {
    silence: watchSilence(
      () => at.clock,
      () => at.passed,
    ),
    wait: (ms: number) => {
      at.clock += ms;
      at.passed += ms;
    },
    set: (ms: number) => {
      at.clock += ms;
    },
    now: () => at.clock,
  };
}

test.each([hourMs, -hourMs])("a clock that is set by %i ms makes no run silent and none less so", (by) => {
  const { silence, wait, set, now } = clocks();
  const run = { runId: "r", heartbeatAt: now() };
  expect(silence.of(run)).toBe(0);
  wait(1000);
  set(by);
  expect(silence.of(run)).toBe(1000);
  wait(300_000);
  expect(silence.of(run)).toBe(301_000);
  expect(silence.of({ ...run, heartbeatAt: now() })).toBe(0);
});

test("a run that is seen for the first time is as silent as the clock says: the server may have been away", () => {
  const { silence, now } = clocks();
  expect(silence.of({ runId: "old", heartbeatAt: now() - hourMs })).toBe(hourMs);
  expect(silence.of({ runId: "ahead", heartbeatAt: now() + hourMs })).toBe(0);
  expect(silence.of({ runId: "never", heartbeatAt: null })).toBe(now());
});

test("what is known of runs that are gone is forgotten", () => {
  const { silence, wait, now } = clocks();
  const run = { runId: "r", heartbeatAt: now() };
  silence.of(run);
  silence.forget([]);
  wait(1000);
  expect(silence.of(run)).toBe(1000);
});

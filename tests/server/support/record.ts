import { RunConfig } from "../../../db/contract/run-config";
import type { RunStatus } from "../../../db/contract/statuses";
import type { Database } from "../../../db/database";
import { appendEvents } from "../../../db/store/ingest/append-events";
import { claimRun, createRun } from "../../../db/store/runs/runs";

/** Noise around 1 from a fixed sequence, the same in each run of the tests. */
export function calmNorms(length: number, seed = 1): number[] {
  let state = seed;
  return Array.from({ length }, () => {
    state = (state * 48271) % 2147483647;
    return 1 + 0.2 * (state / 2147483647 - 0.5);
  });
}

/** The same with a stretch that is `factor` times as large. */
export function spikedNorms(length: number, from: number, to: number, factor = 1000): number[] {
  return calmNorms(length).map((norm, index) => (index >= from && index < to ? norm * factor : norm));
}

/** A run whose trainer is this test: created, claimed, and fed batch by batch. */
export function recordRun(db: Database, options: { id?: string; totalSteps?: number } = {}) {
  const config = RunConfig.parse({ workload: "temporal-order-rnn", steps: options.totalSteps ?? 1000 });
  const id = createRun(db, { config, ...(options.id ? { id: options.id } : {}) });
  let attempt = claimRun(db, id, { pid: process.pid, pidStartedAt: null });
  let seq = 0;
  let step = 0;
  return {
    id,
    claim() {
      attempt = claimRun(db, id, { pid: process.pid, pidStartedAt: null });
      seq = 0;
    },
    append(norms: readonly number[], from = step) {
      const steps = norms.map((_, index) => from + index);
      const wallTimeMs = steps.map((at) => 1_800_000_000_000 + at);
      seq++;
      appendEvents(db, {
        runId: id,
        attempt,
        seq,
        series: {
          "gradient_norm/rnn": { step: steps, wallTimeMs, value: [...norms] },
          "loss/rnn": { step: steps, wallTimeMs, value: norms.map((norm) => Math.log(1 + norm)) },
        },
      });
      step = from + norms.length;
    },
    end(status: RunStatus) {
      seq++;
      appendEvents(db, { runId: id, attempt, seq, status: { status, wallTimeMs: Date.now(), step } });
    },
  };
}

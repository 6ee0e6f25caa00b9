import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { GradiometerError } from "../../../db/contract/errors";
import { listBranches, readBranch } from "../../../db/store/branches/branches";
import { settleInbox } from "../../../db/store/ingest/inbox";
import { parseIngestBatch } from "../../../db/store/ingest/parse-ingest-batch";
import { storeClientBatches } from "../../../db/store/runs/external-runs";
import { findSeries } from "../../../db/store/series/series";
import { freshDatabase } from "../../setup/database";
import { expectConsistent } from "../brute-force";
import { wallTimeOf } from "../test-run";

// For hanging, not for speed: the machine may be busy.
vi.setConfig({ testTimeout: 120_000 });

const names = ["loss", "gradient_norm", "lr"] as const;

/** What one batch of a random client does. */
interface Sent {
  run: "a" | "b";
  /** next: the batch after the last; retry: the last one again; gap: one too far; resume: the first of a new attempt. */
  turn: "next" | "retry" | "gap" | "resume";
  points: { name: (typeof names)[number]; step: number; value: number }[];
  /** Whether it shares its commit with the one before. */
  joins: boolean;
  /** Of the commit that it begins: when its points go into their series. */
  when: "now" | "later";
}

/** Plus 0: SQLite knows no negative zero. */
const value = fc
  .oneof(
    { weight: 8, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
    },
  )
  .map((number) => number + 0);
/** Dense enough for steps to meet, wide enough for several buckets, and now and then far away. */
const step = fc.oneof(
  { weight: 9, arbitrary: fc.nat(300) },
  { weight: 1, arbitrary: fc.constantFrom(1e6, 2 ** 53 - 1, 5000) },
);
const sent: fc.Arbitrary<Sent> = fc.record({
  run: fc.constantFrom("a", "b"),
  turn: fc.oneof(
    { weight: 8, arbitrary: fc.constant("next" as const) },
    { weight: 2, arbitrary: fc.constantFrom("retry" as const, "gap" as const, "resume" as const) },
  ),
  points: fc.oneof(
    fc.array(fc.record({ name: fc.constantFrom(...names), step, value }), { maxLength: 12 }),
    // A client's usual batch: some steps in a row.
    fc
      .record({ name: fc.constantFrom(...names), from: fc.nat(300), length: fc.nat(150), value })
      .map(({ name, from, length, value }) =>
        Array.from({ length }, (_, index) => ({ name, step: from + index, value: value + index })),
      ),
  ),
  joins: fc.boolean(),
  when: fc.constantFrom("now", "later"),
});

/** A run as plain maps: the slow and obvious store. */
class Model {
  attempt = 0;
  seq = 0;
  recorded = false;
  recordedNow = false;
  readonly series = new Map(names.map((name) => [name, new Map<number, number>()]));
  readonly replaced = new Map<string, number>(names.map((name) => [name, 0]));
  readonly branches: { fromStep: number; series: Map<string, Map<number, number>> }[] = [];

  /** The batch's number, and what is to be answered. */
  number(turn: Sent["turn"]): { attempt: number; seq: number; outcome: "stored" | "duplicate" | "conflict" } {
    if (turn === "resume" || this.attempt === 0)
      return turn === "gap"
        ? { attempt: 1, seq: 2, outcome: "conflict" }
        : { attempt: this.attempt + 1, seq: 1, outcome: "stored" };
    if (turn === "retry") return { attempt: this.attempt, seq: this.seq, outcome: "duplicate" };
    if (turn === "gap") return { attempt: this.attempt, seq: this.seq + 2, outcome: "conflict" };
    return { attempt: this.attempt, seq: this.seq + 1, outcome: "stored" };
  }

  store({ attempt, seq }: { attempt: number; seq: number }, points: Sent["points"]): void {
    if (attempt > this.attempt) {
      this.recorded ||= this.recordedNow;
      this.recordedNow = false;
    }
    this.attempt = attempt;
    this.seq = seq;
    if (points.length === 0) return;
    if (!this.recordedNow && this.recorded) this.abandon(Math.min(...points.map(({ step }) => step)));
    this.recordedNow = true;
    for (const { name, step, value } of points) {
      const own = this.series.get(name)!;
      if (own.has(step)) this.replaced.set(name, this.replaced.get(name)! + 1);
      own.set(step, value);
    }
  }

  private abandon(fromStep: number): void {
    const cut = new Map<string, Map<number, number>>();
    for (const [name, points] of this.series) {
      const gone = [...points].filter(([step]) => step >= fromStep);
      if (gone.length > 0) cut.set(name, new Map(gone));
      for (const [step] of gone) points.delete(step);
    }
    if (cut.size > 0) this.branches.push({ fromStep, series: cut });
  }
}

function columnsByName(points: Sent["points"]) {
  const series: Record<string, { step: number[]; wallTimeMs: number[]; value: number[] }> = {};
  for (const { name, step, value } of points) {
    series[name] ??= { step: [], wallTimeMs: [], value: [] };
    series[name].step.push(step);
    series[name].wallTimeMs.push(wallTimeOf(step));
    series[name].value.push(value);
  }
  return series;
}

test("whatever clients send, in whatever order, the store holds what a brute-force model of it holds", () => {
  fc.assert(
    fc.property(fc.array(sent, { minLength: 1, maxLength: 25 }), (events) => {
      const db = freshDatabase();
      const models = { a: new Model(), b: new Model() };
      let commit: Parameters<typeof storeClientBatches>[1][number][] = [];
      let expected: string[] = [];
      let commitWhen: Sent["when"] = "now";
      const commitAll = () => {
        const answers = storeClientBatches(db, commit, commitWhen);
        expect(
          answers.map((answer) => (answer instanceof GradiometerError ? answer.code : answer.outcome)),
        ).toEqual(expected);
        commit = [];
        expected = [];
      };
      for (const { run, turn, points, joins, when } of events) {
        if (!joins) {
          commitAll();
          commitWhen = when;
        }
        const model = models[run];
        const { outcome, ...number } = model.number(turn);
        commit.push(parseIngestBatch({ run, ...number, series: columnsByName(points) }, 0));
        expected.push(outcome);
        // The store takes a batch's series one after the other; within one the order is that of sending.
        if (outcome === "stored") model.store(number, points);
      }
      commitAll();
      settleInbox(db);
      for (const [run, model] of Object.entries(models)) {
        for (const [name, points] of model.series) {
          expectConsistent(db, run, name, points);
          if (points.size > 0) expect(findSeries(db, run, name)?.replaced).toBe(model.replaced.get(name));
        }
        const branches = listBranches(db, run);
        expect(branches.map(({ fromStep }) => fromStep)).toEqual(
          model.branches.map(({ fromStep }) => fromStep),
        );
        for (const [index, { series }] of model.branches.entries())
          for (const name of names) {
            const { step, value } = readBranch(db, branches[index]!.id, name);
            const own = [...(series.get(name) ?? [])].sort(([a], [b]) => a - b);
            expect(step.map((at, place) => [at, value[place]])).toEqual(own);
          }
      }
      db.close();
    }),
    { numRuns: 60 },
  );
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseRunFilter } from "../../../db/contract/run-filter";
import type { Database } from "../../../db/database";
import { upsertEpisode } from "../../../db/store/episodes/episodes";
import { muteKind } from "../../../db/store/episodes/muted-kinds";
import { triageEpisodes } from "../../../db/store/episodes/triage";
import { appendEvents } from "../../../db/store/ingest/append-events";
import { createRun, listRuns, runSortKeys } from "../../../db/store/runs/runs";
import { freshDatabase } from "../../setup/database";
import { anEpisode } from "../an-episode";
import { columnsOf, continueRun, startRun } from "../test-run";

const ring = { workload: "ring-gan" } as const;
const recurrent = { workload: "temporal-order-rnn" } as const;

/** Three runs: rates 1, .1 and .001; the last gradient norms 5, NaN and none. */
function threeRuns(): { db: Database; ids: string[] } {
  const db = freshDatabase();
  const ids = [1, 0.1, 0.001].map((learningRate, index) => {
    const { runId, send } = startRun(db, {
      config: {
        ...recurrent,
        seed: index,
        optimizer: { name: "sgd", learningRate },
        interventions: index === 0 ? [{ name: "clip-global-norm" }] : [],
      },
    });
    if (index < 2)
      send({
        series: {
          "gradient_norm/rnn": columnsOf([
            [0, 20],
            [1, index === 0 ? 5 : Number.NaN],
          ]),
        },
      });
    return runId;
  });
  return { db, ids };
}

describe("a filter of runs", () => {
  test.each<[filter: string, matches: number[]]>([
    ["config.optimizer.learningRate > 1e-3", [0, 1]],
    ["config.optimizer.learningRate in (1, .001)", [0, 2]],
    ["config.optimizer.learningRate = null", []],
    ["config.nothing = null", [0, 1, 2]],
    ["config.nothing != 3", [0, 1, 2]],
    ['config.workload = "temporal-order-rnn"', [0, 1, 2]],
    ["config.workload > a", [0, 1, 2]],
    ["config.optimizer.learningRate < a", []],
    ["config.optimizer.learningRate > a", []],
    ["last(gradient_norm) > 1", [0]],
    ["last(gradient_norm/rnn) >= 5", [0]],
    ["last(gradient_norm) = nan", [1]],
    ["max(gradient_norm) = 20 and not last(gradient_norm) = 5", [1]],
    ["non_finite(gradient_norm) = 1", [1]],
    ["count(gradient_norm) != 2", [2]],
    ["last(gradient_norm) = null", [2]],
    ["last(gradient_norm) < 1e9 or seed = 2", [0, 2]],
    ["(seed = 0 or seed = 1) and config.optimizer.learningRate < .5", [1]],
    ["intervention = clip-global-norm", [0]],
    ["intervention != clip-global-norm", [1, 2]],
    ["intervention = null", [1, 2]],
    ['name ~ "SEED 2"', [2]],
    ["name !~ seed", []],
    ["episodes > 0", []],
    ["episodes(exploding_gradient) = 0", [0, 1, 2]],
    ["created > 1h", [0, 1, 2]],
    ["created < 2020-01-01", []],
    ["status = running and seed <= 1", [0, 1]],
    ["status ~ runn and seed ~ 1", [1]],
    ["status in (running, lost) and seed != 1", [0, 2]],
    ['tag = "x" or tag = null', [0, 1, 2]],
  ])("%s", (filter, matches) => {
    const { db, ids } = threeRuns();
    const { rows, total } = listRuns(db, { filter, sort: { by: "seed" } });
    expect(rows.map(({ id }) => ids.indexOf(id))).toEqual(matches);
    expect(total).toBe(matches.length);
  });

  test("over summaries finds runs that train, that have ended and that train again, by whole parts of names", () => {
    const { db, ids } = threeRuns();
    const [first, , third] = ids as [string, string, string];
    continueRun(db, third).send({
      series: Object.fromEntries(
        ["gradient_norm", "gradient_norm.old", "gradient_norm0", "gradient_norms/rnn"].map((name) => [
          name,
          columnsOf([[0, name === "gradient_norm" ? 7 : 99]]),
        ]),
      ),
    });
    const found = (by: string) =>
      listRuns(db, {
        filter: "last(gradient_norm) > 1 and max(gradient_norm) < 50",
        sort: { by, descending: true },
      }).rows.map(({ id }) => ids.indexOf(id));
    const set = (status: string) => db.statement("UPDATE run SET status = ? WHERE id = ?").run(status, first);
    const ended = () => db.statement("SELECT ended FROM series WHERE run_id = ?").pluck().all(first);
    for (const status of ["running", "finished", "crashed", "running", "lost"]) {
      set(status);
      expect(ended(), status).toEqual([status === "running" ? 0 : 1]);
      expect([found("max(gradient_norm)"), found("last(gradient_norm)")], status).toEqual([
        [0, 2],
        [2, 0],
      ]);
    }
    // What an ended run's trainer still sends counts.
    appendEvents(db, {
      runId: first,
      attempt: 1,
      seq: 2,
      series: { "gradient_norm/rnn": columnsOf([[2, 8]]) },
    });
    expect(found("last(gradient_norm)")).toEqual([0, 2]);
  });

  test.each([
    [
      "seed >",
      "Filter, at 7: expected a value: a number, text in quotes, true, false, null, nan or inf; found the end",
    ],
    ["seed 3", 'Filter, at 6: expected =, !=, <, <=, >, >=, ~, !~ or in; got "3"'],
    ["stauts = running", 'Filter, at 1: no field is called "stauts"; did you mean status?'],
    ["lst(loss) > 1", 'Filter, at 1: no function is called "lst"; did you mean last?'],
    ["(seed = 1", 'Filter, at 10: expected ")" to close the parenthesis; found the end'],
    ["seed = 1 seed = 2", 'Filter, at 10: expected "and", "or" or the end; got "seed"'],
    ['name = "x', 'Filter, at 8: the text that begins here has no closing "'],
    ["seed = 1 & seed = 2", 'Filter, at 10: cannot read "&"'],
    ["created > soon", 'Filter, at 11: expected "2026-11-20" or 7d ago, as 7d; got "soon"'],
    [
      "episodes(explodng_gradient) > 0",
      'at 10: no kind of episode is called "explodng_gradient"; did you mean exploding_gradient?',
    ],
    ["unresolvd > 0", 'Filter, at 1: no field is called "unresolvd"; did you mean unresolved?'],
    ["constructor = 1", 'Filter, at 1: no field is called "constructor"'],
    ["constructor(loss) > 1", 'Filter, at 1: no function is called "constructor"'],
    ["seed < null", "null is compared with = and != only"],
    ["last(gradient_norm) <= nan", "Filter, at 21: nan is compared with = and != only"],
    ["status = runing", 'Filter, at 10: no status is called "runing"; did you mean running?'],
    ["status in (lost, dead)", 'Filter, at 18: no status is called "dead". Known: queued, running,'],
    ["seed = one", 'Filter, at 8: expected a number; got "one"'],
    ['max(loss) < "2"', 'Filter, at 13: expected a number; got "2"'],
    [`${"(".repeat(60)}seed = 1`, "nested more than 50 deep"],
  ])("%s: says where it went wrong", (filter, message) => {
    expect(() => listRuns(freshDatabase(), { filter })).toThrow(message);
  });

  test("that names what no run has says so, and what may have been meant", () => {
    const { db } = threeRuns();
    const hint = (filter: string) => listRuns(db, { filter }).hint;
    expect(hint("config.optimizer.lerningRate > 0")).toBe(
      "No run has the setting config.optimizer.lerningRate; did you mean config.optimizer.learningRate?",
    );
    expect(hint("seed = 9 and last(gradient_nrm/rnn) > 0")).toBe(
      "No run has the series gradient_nrm/rnn; did you mean gradient_norm/rnn?",
    );
    expect(hint("seed = 9")).toBeNull();
    expect(hint("seed = 1")).toBeNull();
  });

  test("tells episodes that ask for somebody from those that were resolved, or muted with their kind", () => {
    const { db, ids } = threeRuns();
    const found = (filter: string) =>
      listRuns(db, { filter })
        .rows.map(({ id }) => ids.indexOf(id))
        .sort();
    const open = (run: number, more: Parameters<typeof anEpisode>[0] = {}) =>
      upsertEpisode(db, ids[run] as string, anEpisode(more)).id;
    const by = { author: "ada" };
    triageEpisodes(db, { ids: [open(0)], action: "resolve", ...by });
    triageEpisodes(db, { ids: [open(1)], action: "acknowledge", ...by });
    const lossSpike = open(2, { kind: "loss_spike", series: "loss" });
    muteKind(db, { id: lossSpike, reason: "known", ...by });
    open(2);
    expect(found("episodes > 0")).toEqual([0, 1, 2]);
    expect(found("unresolved > 0")).toEqual([1, 2]);
    expect(found("unresolved(exploding_gradient) = 1")).toEqual([1, 2]);
    expect(found("unresolved(loss_spike) > 0")).toEqual([]);
    expect(found("episodes(loss_spike) > 0 and unresolved = 1")).toEqual([2]);
  });

  test("matches what a plain reading of it matches, however it is put together", () => {
    const { db, ids } = threeRuns();
    const facts = [0, 1, 2].map((seed) => ({ seed, rate: [1, 0.1, 0.001][seed]! }));
    type Facts = (typeof facts)[number];
    const leaf = fc
      .tuple(
        fc.constantFrom("seed", "rate"),
        fc.constantFrom("=", "!=", "<", "<=", ">", ">="),
        fc.constantFrom(0, 0.001, 0.1, 1, 2),
      )
      .map(([subject, operator, value]) => ({
        text: `${subject === "rate" ? "config.optimizer.learningRate" : subject} ${operator} ${value}`,
        holds: (run: Facts) => compare(run[subject as "seed" | "rate"], operator, value),
      }));
    type Part = { text: string; holds: (run: Facts) => boolean };
    const { filter } = fc.letrec<{ filter: Part }>((tie) => ({
      filter: fc.oneof(
        { maxDepth: 4 },
        leaf,
        tie("filter").map(({ text, holds }) => ({
          text: `not (${text})`,
          holds: (run: Facts) => !holds(run),
        })),
        fc.tuple(tie("filter"), fc.constantFrom("and", "or"), tie("filter")).map(([left, word, right]) => ({
          text: `(${left.text}) ${word} (${right.text})`,
          holds: (run: Facts) =>
            word === "and" ? left.holds(run) && right.holds(run) : left.holds(run) || right.holds(run),
        })),
      ),
    }));
    fc.assert(
      fc.property(filter, ({ text, holds }) => {
        const found = listRuns(db, { filter: text, sort: { by: "seed" } }).rows.map(({ id }) =>
          ids.indexOf(id),
        );
        expect(found).toEqual(facts.filter(holds).map(({ seed }) => seed));
      }),
      { numRuns: 200, seed: 3 },
    );
  });

  test("binds and before or", () => {
    const { type } = parseRunFilter("seed = 1 or seed = 2 and seed = 3", 0);
    expect(type).toBe("or");
  });
});

describe("pages of runs", () => {
  test.each([...runSortKeys, "config.optimizer.learningRate", "last(loss)", "max(gradient_norm)"])(
    "by %s go through every run once, both ways",
    (by) => {
      const db = freshDatabase();
      const losses = [2, Number.NaN, undefined, 1, 2, Number.POSITIVE_INFINITY, undefined, -1];
      for (const [index, loss] of losses.entries()) {
        const { send } = startRun(db, {
          config: { ...ring, seed: index % 3 },
          name: index % 2 ? `b${index}` : `B${index}`,
        });
        if (loss !== undefined) send({ series: { "loss/discriminator": columnsOf([[0, loss]]) } });
      }
      for (const descending of [true, false]) {
        const sort = { by, descending };
        const whole = listRuns(db, { sort }).rows.map(({ id }) => id);
        const paged: string[] = [];
        for (let cursor: string | null | undefined; cursor !== null; ) {
          const page = listRuns(db, { sort, limit: 3, cursor });
          expect(page.total).toBe(losses.length);
          paged.push(...page.rows.map(({ id }) => id));
          cursor = page.nextCursor;
        }
        expect(paged).toEqual(whole);
        expect(new Set(paged).size).toBe(losses.length);
      }
    },
  );

  test("stay whole while runs are created between them", () => {
    const db = freshDatabase();
    for (let seed = 0; seed < 4; seed++) createRun(db, { config: { ...ring, seed } });
    const sort = { by: "createdAt", descending: true };
    const first = listRuns(db, { sort, limit: 2 });
    createRun(db, { config: { ...ring, seed: 9 } });
    const second = listRuns(db, { sort, limit: 2, cursor: first.nextCursor });
    expect([...first.rows, ...second.rows].map(({ seed }) => seed)).toEqual([3, 2, 1, 0]);
  });

  test("begin at a cursor of ours, and are sorted by what there is", () => {
    const db = freshDatabase();
    expect(() => listRuns(db, { cursor: "nonsense" })).toThrow("Expected the nextCursor of the page before");
    expect(() => listRuns(db, { sort: { by: "colour" } })).toThrow(
      'Cannot sort by "colour": expected one of name',
    );
    for (const by of ["constructor", "toString", "constructor(loss)"])
      expect(() => listRuns(db, { sort: { by } })).toThrow(`Cannot sort by "${by}"`);
    expect(listRuns(db, { filter: "name = constructor" }).total).toBe(0);
  });
});

function compare(left: number, operator: string, right: number): boolean {
  switch (operator) {
    case "=":
      return left === right;
    case "!=":
      return left !== right;
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    default:
      return left >= right;
  }
}

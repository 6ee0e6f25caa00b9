import { expect, onTestFinished, test } from "vitest";
import { openDatabase } from "../../../db/connection";
import { databaseFile } from "../../../db/home";
import { checkRollups } from "../../../db/store/rollup/check-rollups";
import { getRun } from "../../../db/store/runs/runs";
import { runCli } from "../../cli/run-cli";
import { stepsOfEveryStep } from "../../db/stored-points";
import { freshHome } from "../../setup/database";
import { post } from "../ingest/post";
import { client } from "../support/client";
import { serverProcess } from "../support/servers";
import { endlessConfig } from "../support/trainers";
import { waitFor } from "../support/wait-for";

const dayMs = 86_400_000;

test("while runs arrive, train and are deleted by a rule, no page has a run twice and none that stays is missed, and who trains loses nothing", {
  timeout: 240_000,
}, async () => {
  const home = freshHome();
  const server = await serverProcess(home, ["--slots", "1"]);
  const db = openDatabase(databaseFile(home), { readonly: true });
  onTestFinished(() => db.close());
  const api = client(server.url);
  const { runId } = await api.launches.run.mutate({ config: endlessConfig });

  /** A run of so many days ago, whose value is the one that it is told apart by. */
  async function record(run: string, days: number, value: number): Promise<void> {
    const wallTimeMs = [Date.now() - days * dayMs];
    const { status } = await post(server.url, {
      run,
      seq: 1,
      series: { loss: { step: [0], value: [value], wallTimeMs } },
      status: { status: "finished", wallTimeMs: wallTimeMs[0] },
    });
    expect(status).toBe(200);
  }
  const staying = Array.from({ length: 40 }, (_, index) => `staying-${index}`);
  for (const [index, run] of staying.entries()) await record(run, index % 2, index % 7);
  for (let index = 0; index < 60; index++) await record(`going-${index}`, 10 + index, index % 7);

  let isOver = false;
  async function arrive(): Promise<number> {
    let arrived = 0;
    for (; !isOver; arrived++) await record(`new-${arrived}`, arrived % 3, arrived % 7);
    return arrived;
  }
  /** Five times a dozen: what is older than so many days, which each time is less. */
  async function deleteByRule(): Promise<void> {
    for (const days of [58, 46, 34, 22, 5])
      for (const command of [["retention", "--older-than", String(days)], ["gc"]]) {
        const { code, stderr } = await runCli(command, { home });
        expect([code, command, stderr]).toEqual([0, command, expect.any(String)]);
      }
  }
  async function pageThrough(by: string, descending: boolean): Promise<string[]> {
    const seen: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await api.runs.list.query({
        sort: { by, descending },
        limit: 7,
        ...(cursor && { cursor }),
      });
      seen.push(...page.rows.map(({ id }) => id));
      if (page.nextCursor === null) return seen;
      cursor = page.nextCursor;
    }
  }
  async function pageAgainAndAgain(by: string, descending: boolean): Promise<number> {
    let times = 0;
    for (; !isOver; times++) {
      // The place of the run that trains moves with its loss.
      const seen = (await pageThrough(by, descending)).filter((id) => id !== runId);
      expect(
        seen.filter((id, place) => seen.indexOf(id) !== place),
        `twice, by ${by}`,
      ).toEqual([]);
      expect(
        staying.filter((id) => !seen.includes(id)),
        `missed, by ${by}`,
      ).toEqual([]);
    }
    return times;
  }

  const paging = [
    pageAgainAndAgain("createdAt", true),
    pageAgainAndAgain("name", false),
    pageAgainAndAgain("last(loss)", true),
  ];
  const arriving = arrive();
  const all = Promise.all([arriving, ...paging]);
  await Promise.race([deleteByRule(), all]);
  isOver = true;
  const [arrived, ...times] = await all;
  expect(arrived).toBeGreaterThan(0);
  expect(Math.min(...times)).toBeGreaterThan(0);
  expect((await pageThrough("name", false)).filter((id) => id.startsWith("going-"))).toEqual([]);

  // A run that comes back under the name of one that was deleted has none of its points, nor those of any other.
  await record("going-3", 0, 4711);
  const again = await api.series.read.query({ runIds: ["going-3"], names: ["loss"], width: 100 });
  expect(again).toMatchObject([{ count: 1, last: [4711] }]);

  await waitFor("steps behind the deletions", () => (getRun(db, runId).step ?? 0) > 50);
  expect(getRun(db, runId).status).toBe("running");
  await api.runs.cancel.mutate({ id: runId });
  const { step } = await waitFor(
    "the run to end",
    () => getRun(db, runId).endedAt !== null && getRun(db, runId),
  );
  for (const [name, steps] of stepsOfEveryStep(db, runId)) {
    const first = steps[0] as number;
    expect(steps, name).toEqual(
      Array.from({ length: (step as number) - first + 1 }, (_, index) => first + index),
    );
  }
  expect([...checkRollups(db)].filter(Boolean)).toEqual([]);
});

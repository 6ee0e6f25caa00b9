import { get } from "node:http";
import superjson from "superjson";
import { expect, onTestFinished, test, vi } from "vitest";
import type { LiveChange } from "../../db/contract/read-models";
import { markSeen } from "../../db/store/alerts/alerts";
import { renameRun } from "../../db/store/runs/runs";
import { freshDatabase, freshHome } from "../setup/database";
import { recordRun, spikedNorms } from "./support/record";
import { serverHere } from "./support/servers";
import { waitFor } from "./support/wait-for";

// Real processes on a busy machine: the limit is for hanging, not for speed.
vi.setConfig({ testTimeout: 120_000 });

/** The changes that a page is sent, as they come in. */
function listen(url: string) {
  const changes: LiveChange[] = [];
  const state = { ended: false };
  const request = get(`${url}/api/trpc/live.changes`, (response) => {
    let text = "";
    response.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
      const events = text.split("\n\n");
      text = events.pop() ?? "";
      for (const event of events) {
        const data = event.match(/^data: (.*)$/m)?.[1];
        if (data && !event.startsWith("event:")) changes.push(superjson.deserialize(JSON.parse(data)));
      }
    });
    response.on("close", () => {
      state.ended = true;
    });
  });
  request.on("error", () => {
    state.ended = true;
  });
  onTestFinished(() => void request.destroy());
  return { changes, state, leave: () => request.destroy() };
}

test("a page hears at once how things stand, and then of runs, episodes and alerts as they change", async () => {
  const home = freshHome();
  const db = freshDatabase(home);
  const { url } = await serverHere(home);
  const { changes } = listen(url);
  await waitFor("the first change", () => changes.length > 0);
  expect(changes[0]).toEqual({
    runs: [],
    episodeRunIds: [],
    alerts: [],
    ringing: [],
    state: { training: 0, queued: 0, unseenAlerts: 0 },
  });
  const run = recordRun(db);
  run.append(spikedNorms(700, 600, 700));
  const followed = await waitFor("the run", () =>
    changes.find(({ runs }) => runs.some(({ step }) => step === 699)),
  );
  expect(followed.runs[0]).toMatchObject({ id: run.id, status: "running", totalSteps: 1000 });
  const alert = await waitFor("the alert", () =>
    changes.flatMap(({ alerts }) => alerts).find(({ title }) => /exploding/i.test(title)),
  );
  expect(alert).toMatchObject({ runId: run.id, event: "opened", startStep: 600 });
  expect(changes.some(({ episodeRunIds }) => episodeRunIds.includes(run.id))).toBe(true);
  expect(changes.at(-1)?.state.unseenAlerts).toBeGreaterThan(0);
  markSeen(db);
  await waitFor("what was seen", () => changes.at(-1)?.state.unseenAlerts === 0);
  expect(
    changes.flatMap(({ ringing }) => ringing),
    "it rings once, however often it changes",
  ).toEqual([alert.id]);
});

test("many changes in a moment come as one", async () => {
  const home = freshHome();
  const db = freshDatabase(home);
  const run = recordRun(db);
  const { url } = await serverHere(home);
  const { changes } = listen(url);
  await waitFor("the first change", () => changes.length > 0);
  for (let index = 0; index < 100; index++) renameRun(db, run.id, `name ${index}`);
  await waitFor("a change", () => changes.length > 1);
  expect(changes.length).toBeLessThan(10);
});

test("the stream ends with the server, and the server does not wait for those who listen", async () => {
  const home = freshHome();
  const { url, close } = await serverHere(home);
  const { changes, state } = listen(url);
  await waitFor("the first change", () => changes.length > 0);
  await close();
  await waitFor("the end", () => state.ended);
});

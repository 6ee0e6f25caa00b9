import { expect, test, vi } from "vitest";
import { changeStatus, getRun } from "../../db/store/runs/runs";
import { client } from "../server/support/client";
import { serverHere } from "../server/support/servers";
import { endlessConfig } from "../server/support/trainers";
import { waitFor } from "../server/support/wait-for";
import { freshDatabase, freshHome } from "../setup/database";

vi.setConfig({ testTimeout: 120_000 });

// A trainer's last word is in the store some time before its process is gone. A run that was resumed in between was
// ended as crashed ("The trainer ended with exit code 0 before it took up its run"), for the exit was blamed on its next one.
test("the end of a trainer whose run was resumed meanwhile is not blamed on the next one", async () => {
  const home = freshHome();
  const db = freshDatabase(home);
  const { url } = await serverHere(home, { slots: 1 });
  const { launches, runs } = client(url);
  const training = (id: string) =>
    waitFor(`run ${id} to train`, () => {
      const { status, pid, message } = getRun(db, id);
      if (status === "crashed") throw new Error(message ?? status);
      return status === "running" && pid;
    });
  const { runId } = await launches.run.mutate({ config: endlessConfig });
  const { runId: next } = await launches.run.mutate({ config: endlessConfig });
  const pid = await training(runId);
  changeStatus(db, runId, { status: "cancelled" });
  // The only slot is another run's by now, so the resumed one waits for as long as this test wants.
  await training(next);
  await runs.resume.mutate({ id: runId });
  process.kill(pid, "SIGKILL");
  await waitFor("the exit to be noticed", () => !isChild(pid));
  expect(await launches.queue.query()).toMatchObject([{ runId, position: 1 }]);
  await runs.cancel.mutate({ id: next });
  expect(await training(runId)).not.toBe(pid);
  expect(getRun(db, runId).attempt).toBe(2);
});

/** Also true of one that has ended and whose exit this process, its parent, has not read. */
function isChild(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

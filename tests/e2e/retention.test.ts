import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser, overflow, visit } from "./support/browser";
import { type Dashboard, startDashboard } from "./support/dashboard";

let dashboard: Dashboard;
let browser: Browser;

beforeAll(async () => {
  [dashboard, browser] = await Promise.all([startDashboard(), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await dashboard?.stop();
});

/** A run of another program that ended, by its own clock, so many days ago. */
async function endedRun(run: string, days: number): Promise<void> {
  const wallTimeMs = Date.now() - days * 86_400_000;
  const body = {
    run,
    seq: 1,
    series: { loss: { step: [0, 1], wallTimeMs: [wallTimeMs - 1000, wallTimeMs], value: [2, 1] } },
    status: { status: "finished", wallTimeMs },
  };
  const answer = await fetch(`${dashboard.url}/api/ingest`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  expect(answer.status, await answer.text()).toBe(200);
}

test("a rule shows which runs it would delete, deletes none when saved, and the runs it named after time to undo", async () => {
  await endedRun("long-ago", 90);
  await endedRun("lately", 2);
  const { page, complaints, context } = await visit(browser, `${dashboard.url}/settings`, { width: 390 });
  const section = page.getByRole("region", { name: "Keeping runs" });
  await section.getByText("Every run is kept").waitFor();
  await section.getByLabel("Ended more than (days ago)").fill("30");
  await section.getByText("By the rule as typed, 1 of 2 ended runs would be deleted now").waitFor();
  await section.getByRole("link", { name: "long-ago" }).waitFor();
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  await section.getByRole("button", { name: "Save rule" }).click();
  await section.getByText("By this rule, 1 of 2").waitFor();

  await section.getByRole("button", { name: "Delete 1 run now" }).click();
  await section.getByRole("button", { name: "Undo" }).click();
  await section.getByRole("button", { name: "Delete 1 run now" }).click();
  await section.getByRole("button", { name: "Delete now", exact: true }).click();
  await section.getByText("Deleted 1 run").waitFor();
  const { stdout } = await dashboard.cli("runs", "--json");
  expect((JSON.parse(stdout) as { rows: { id: string }[] }).rows.map(({ id }) => id)).toEqual(["lately"]);
  expect(complaints).toEqual([]);
  await context.close();
});

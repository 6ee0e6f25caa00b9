import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser, overflow, visit, widths } from "./support/browser";
import { type Dashboard, startDashboard } from "./support/dashboard";

let dashboard: Dashboard;
let browser: Browser;
let parentId: string;

beforeAll(async () => {
  [dashboard, browser] = await Promise.all([startDashboard(), openBrowser()]);
  const settings = ["steps=30", "hidden=16", "sampleEvery=7", "checkpoints.every=10"];
  const words = ["train", "ring-gan", "--seed", "3", "--json", ...settings.flatMap((one) => ["--set", one])];
  const trained = await dashboard.cli(...words);
  expect(trained.code, trained.stderr).toBe(0);
  parentId = (JSON.parse(trained.stdout) as { id: string }).id;
});
afterAll(async () => {
  await browser?.close();
  await dashboard?.stop();
});

const openCheckpoints = (width?: number) =>
  visit(browser, `${dashboard.url}/runs/${parentId}?tab=checkpoints`, { width });

test.each(widths)(
  "a run's checkpoints are listed, latest first, with what repeats the run (%i pixels)",
  async (width) => {
    const { page, complaints, context } = await openCheckpoints(width);
    const table = page.getByRole("table").filter({ hasText: "After step" });
    await table.waitFor();
    expect(await table.getByRole("rowheader").allInnerTexts()).toEqual(["30", "20", "10"]);
    await table.getByRole("row", { name: /^30 latest/ }).waitFor();
    await page.getByText(`gradiometer reproduce ${parentId}`).waitFor();
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    expect(complaints).toEqual([]);
    await context.close();
  },
);

test("a fork from one of them, with another setting, trains on from there and each run names the other", async () => {
  const { page, complaints, context } = await openCheckpoints();
  await page.getByRole("link", { name: "Fork after step 20" }).click();
  await page.getByRole("heading", { level: 1, name: "Fork a run" }).waitFor();

  // The parent's own settings stand in the form; a group with one that differs from the defaults is unfolded.
  const hidden = page.getByLabel("Hidden", { exact: true });
  expect(await hidden.inputValue()).toBe("16");
  const fork = page.getByRole("button", { name: "Fork run" });
  await hidden.fill("8");
  await page.getByRole("alert").filter({ hasText: "The checkpoint holds networks with hidden=16" }).waitFor();
  expect(await fork.isDisabled()).toBe(true);
  await hidden.fill("16");
  await page.getByText("Optimization", { exact: true }).click();
  await page.getByLabel("Discriminator updates").fill("2");
  await page.getByText(`gradiometer fork ${parentId} --at-step 20 --set discriminatorUpdates=2`).waitFor();
  await fork.click();

  await page.waitForURL(/\/runs\/(?!.*tab=)[a-z0-9]+$/);
  const forkId = new URL(page.url()).pathname.split("/").at(-1);
  expect(forkId).not.toBe(parentId);
  await page.getByText("Finished", { exact: true }).first().waitFor({ timeout: 120_000 });
  await page
    .getByRole("link", { name: /ring-gan/ })
    .first()
    .waitFor();
  await page.getByRole("tab", { name: "Checkpoints" }).click();
  await page.getByRole("row", { name: /^20 start of this fork/ }).waitFor();
  expect(complaints).toEqual([]);
  await context.close();

  const parent = await openCheckpoints();
  await parent.page.getByRole("heading", { name: "Forks of this run" }).waitFor();
  const panel = parent.page.getByRole("tabpanel", { name: "Checkpoints" });
  await panel.getByRole("link", { name: /^Fork of .*, after step 20$/ }).click();
  await parent.page.waitForURL(new RegExp(`/runs/${forkId}$`));
  await parent.context.close();
});

import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser, overflow, visit } from "./support/browser";
import { type Dashboard, startDashboard } from "./support/dashboard";
import { importSpiked } from "./support/import-spiked";

let dashboard: Dashboard;
let browser: Browser;

/** A log whose gradient norm has a name that does not tell, and is 8 times as large at step 250. */
beforeAll(async () => {
  [dashboard, browser] = await Promise.all([startDashboard(), openBrowser()]);
  await importSpiked(dashboard, { name: "odd", seed: 7, norm: "gn", factor: 8 });
});
afterAll(async () => {
  await browser?.close();
  await dashboard?.stop();
});

async function episodes(): Promise<number[]> {
  const { stdout } = await dashboard.cli("episodes", "--json");
  return (JSON.parse(stdout) as { startStep: number }[]).map(({ startStep }) => startStep);
}

test("a series is given its meaning on the run's page, judged anew at once, and taken back", async () => {
  const { page, complaints, context } = await visit(browser, dashboard.url);
  await page.getByRole("link", { name: /odd/ }).first().click();
  await page.getByText("No series is known to be its gradient norm").waitFor();
  await page.getByRole("button", { name: "What its series mean" }).click();
  await page.waitForURL(/tab=series/);
  await page.getByRole("combobox", { name: "What gn means" }).selectOption("gradient-norm");
  await expect.poll(episodes).toEqual([250]);
  await page.reload();
  const meaning = page.getByRole("combobox", { name: "What gn means" });
  await expect.poll(() => meaning.inputValue()).toBe("gradient-norm");
  await page.getByText("said by").waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

test("a threshold that was tried is kept, is shown in the settings and holds for ended runs where asked", async () => {
  const { page, context } = await visit(
    browser,
    `${dashboard.url}/backtest?set=jumpRatio:20,witnessedRatio:20`,
  );
  const changes = page.getByTestId("changes");
  await expect.poll(() => changes.textContent()).toMatch(/1 lost/);
  await page.getByRole("button", { name: "Use from now on" }).click();
  await page.getByRole("checkbox", { name: /Judge runs that have ended/ }).check();
  await page.getByRole("button", { name: "Keep" }).click();
  await page.getByText("Jump ratio 20 in the place of 3").waitFor();
  await expect.poll(episodes).toEqual([]);
  await expect.poll(() => changes.textContent()).toMatch(/0 gained, 0 lost, 0 moved, 0 kept/);

  await page.goto(`${dashboard.url}/settings`);
  const kept = page.getByRole("list", { name: "Thresholds that are kept" });
  await kept.getByRole("button", { name: "Reset" }).first().click();
  await expect.poll(() => kept.getByRole("listitem").count()).toBe(1);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => kept.getByRole("listitem").count()).toBe(2);
  await kept.getByRole("button", { name: "Reset" }).first().click();
  await expect.poll(() => kept.getByRole("listitem").count()).toBe(1);
  await page.getByRole("button", { name: "Judge them anew" }).click();
  await expect.poll(episodes).toEqual([250]);
  await context.close();
});

test("both fit a narrow window", async () => {
  for (const path of ["/settings", "/backtest?set=jumpRatio:20"]) {
    const { page, context } = await visit(browser, `${dashboard.url}${path}`, { width: 390, theme: "dark" });
    await page
      .getByRole("button", { name: path === "/settings" ? "Reset" : "Use from now on" })
      .first()
      .waitFor();
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    await context.close();
  }
});

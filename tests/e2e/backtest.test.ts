import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser, overflow, visit } from "./support/browser";
import { type Dashboard, startDashboard } from "./support/dashboard";
import { importSpiked } from "./support/import-spiked";

let dashboard: Dashboard;
let browser: Browser;

/** Two healthy logs; the norm of the first is 8 times as large at step 250, which is a jump by the defaults. */
beforeAll(async () => {
  [dashboard, browser] = await Promise.all([startDashboard(), openBrowser()]);
  await importSpiked(dashboard, { name: "spiked", seed: 7, norm: "grad_norm", factor: 8 });
  await importSpiked(dashboard, { name: "calm", seed: 8, norm: "grad_norm", factor: 1 });
});
afterAll(async () => {
  await browser?.close();
  await dashboard?.stop();
});

const detector = "exploding-gradient";

test("dragging a threshold changes the episodes of the runs and the address, and a reset brings them back", async () => {
  const { page, complaints, context } = await visit(browser, `${dashboard.url}/backtest`);
  const changes = page.getByTestId("changes");
  await expect.poll(() => changes.textContent()).toMatch(/0 gained, 0 lost, 0 moved, 1 kept/);
  const slider = page.getByRole("slider", { name: "Jump ratio" });
  const box = (await slider.boundingBox())!;
  await page.mouse.move(box.x + box.width * 0.3, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.95, box.y + box.height / 2, { steps: 10 });
  await page.mouse.up();
  await expect.poll(() => changes.textContent()).toMatch(/0 gained, 1 lost, 0 moved, 0 kept/);
  await page.waitForURL(/set=jumpRatio:/);
  await expect.poll(() => page.locator("code").last().textContent()).toContain("--compare jumpRatio=");
  await page.reload();
  await expect.poll(() => changes.textContent()).toMatch(/1 lost/);
  await page.getByRole("button", { name: "Reset to defaults" }).click();
  await expect.poll(() => changes.textContent()).toMatch(/1 kept/);
  await page.waitForURL((url) => url.search === "");
  expect(complaints).toEqual([]);
  await context.close();
});

test("a threshold is set by the keyboard and by a number; a number that it cannot take changes nothing", async () => {
  const { page, context } = await visit(browser, `${dashboard.url}/backtest?detector=${detector}`);
  const changes = page.getByTestId("changes");
  await changes.waitFor();
  const slider = page.getByRole("slider", { name: "Jump z" });
  await slider.focus();
  await page.keyboard.press("ArrowRight");
  const number = page.getByRole("textbox", { name: "Jump z, value" });
  expect(Number(await number.inputValue())).toBeGreaterThan(6);
  await number.fill("-1");
  expect(await number.getAttribute("aria-invalid")).toBe("true");
  await number.fill("30");
  await page.waitForURL(/set=jumpZ:30/);
  await expect.poll(() => changes.textContent()).toMatch(/1 lost/);
  await context.close();
});

test("false alarms are counted over runs that are marked as healthy, with their interval", async () => {
  const { page, context } = await visit(browser, `${dashboard.url}/backtest?q=calm`);
  // Not `check`, which looks at once: the mark stands in the address, and the box follows that.
  await page.getByRole("checkbox", { name: "Known to be healthy" }).click();
  const row = page.getByRole("row", { name: /False alarms in 10 000 healthy steps/ });
  await expect.poll(() => row.textContent()).toMatch(/0 \(0 to 92/);
  await context.close();
});

test("a search that finds nothing says so, and so does a run that is gone", async () => {
  const { page, context } = await visit(browser, `${dashboard.url}/backtest?q=nothing-is-called-that`);
  await page.getByRole("heading", { name: "No run matches" }).waitFor();
  await page.goto(`${dashboard.url}/backtest?runs=none0000000`);
  await page.getByRole("alert").filter({ hasText: "none0000000" }).waitFor();
  await context.close();
});

test("the page fits a narrow window", async () => {
  const { page, context } = await visit(browser, `${dashboard.url}/backtest`, { width: 390, theme: "dark" });
  await page.getByTestId("changes").waitFor();
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  await context.close();
});

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openBrowser, overflow, themes, visit, widths } from "./support/browser";
import { type Dashboard, startDashboard } from "./support/dashboard";

/** Pictures of the last run, to be looked at. */
const pictures = join(import.meta.dirname, "../../test-results/screenshots");

let dashboard: Dashboard;
let browser: Browser;
let experimentId: string;
let runIds: string[];

beforeAll(async () => {
  await mkdir(pictures, { recursive: true });
  [dashboard, browser] = await Promise.all([startDashboard(), openBrowser()]);
  const compared = await dashboard.cli(
    ...["compare", "ring-gan", "--arms", "none,wgan-gp", "--seeds", "1", "--set", "steps=60", "--json"],
  );
  expect(compared.code, compared.stderr).toBe(0);
  const { stdout } = await dashboard.cli("runs", "--json");
  const rows = (JSON.parse(stdout) as { rows: { id: string; arm: { experimentId: string } | null }[] }).rows;
  runIds = rows.map(({ id }) => id);
  experimentId = rows[0]!.arm!.experimentId;
});
afterAll(async () => {
  await browser?.close();
  await dashboard?.stop();
});

const pages: Record<string, () => string> = {
  runs: () => "/",
  run: () => `/runs/${runIds.at(-1)}`,
  compare: () => `/compare?runs=${runIds.join(",")}`,
  experiments: () => "/experiments",
  experiment: () => `/experiments/${experimentId}`,
  launch: () => "/launch",
  episodes: () => "/episodes",
  alerts: () => "/alerts",
  backtest: () => "/backtest",
  settings: () => "/settings",
};

describe.each(widths)("at %i pixels", (width) => {
  test.each(themes)("every page fits its window and complains of nothing (%s)", async (theme) => {
    for (const [name, path] of Object.entries(pages)) {
      const { page, complaints, context } = await visit(browser, dashboard.url + path(), { theme, width });
      await page.getByRole("heading", { level: 1 }).first().waitFor();
      await page.waitForLoadState("networkidle", { timeout: 5000 }).catch(() => {});
      expect(await overflow(page), `${name} is wider than its window`).toBeLessThanOrEqual(0);
      expect(complaints, name).toEqual([]);
      await page.screenshot({ path: join(pictures, `${name}-${theme}-${width}.png`) });
      await context.close();
    }
  });
});

test("charts draw lines from stored points, and dragging over one zooms all of them and the address", async () => {
  const { page } = await visit(browser, `${dashboard.url}/runs/${runIds.at(-1)}`);
  const chart = page.locator(".js-plotly-plot").first();
  await chart.locator("path.js-line").first().waitFor();
  const area = (await chart.locator(".nsewdrag").first().boundingBox())!;
  await page.mouse.move(area.x + area.width * 0.3, area.y + area.height / 2);
  await page.mouse.down();
  await page.mouse.move(area.x + area.width * 0.6, area.y + area.height / 2, { steps: 8 });
  await page.mouse.up();
  await page.waitForURL(/from=\d+/);
});

test("the axis is chosen with the keyboard, holds for all charts, and stays in the address with a zoom of its own", async () => {
  const { page, complaints, context } = await visit(browser, `${dashboard.url}/runs/${runIds.at(-1)}`);
  const chart = page.locator(".js-plotly-plot").first();
  await chart.locator("path.js-line").first().waitFor();
  const axis = page.getByRole("combobox", { name: "Over" });
  await axis.focus();
  await page.keyboard.type("Elapsed");
  await page.waitForURL(/over=elapsed/);
  const ticks = () => page.locator(".js-plotly-plot").first().locator(".xtick text").allTextContents();
  await expect.poll(ticks).toContainEqual(expect.stringMatching(/^[\d.]+ (ms|s|m)( |$)/));
  const area = (await chart.locator(".nsewdrag").first().boundingBox())!;
  await page.mouse.move(area.x + area.width * 0.3, area.y + area.height / 2);
  await page.mouse.down();
  await page.mouse.move(area.x + area.width * 0.6, area.y + area.height / 2, { steps: 8 });
  await page.mouse.up();
  await page.waitForURL(/over=elapsed&from=\d+/);
  await axis.selectOption({ label: "Steps" });
  await page.waitForURL((url) => url.search === "");
  expect(complaints).toEqual([]);
  await context.close();
});

test.each([
  ["run", "/runs/nosuchrun0"],
  ["experiment", "/experiments/nosuchone0"],
])("an unknown %s answers 404 and says where to go", async (_noun, path) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const response = await page.goto(dashboard.url + path);
  expect(response?.status()).toBe(404);
  await page.getByRole("main").getByRole("link").first().waitFor();
  await context.close();
});

test("/runs leads to the list of runs with the filters of its address", async () => {
  const { page, complaints, context } = await visit(browser, `${dashboard.url}/runs?q=ring`);
  await page.getByRole("heading", { level: 1, name: "Runs" }).waitFor();
  const { pathname, search } = new URL(page.url());
  expect({ pathname, search }).toEqual({ pathname: "/", search: "?q=ring" });
  expect(complaints).toEqual([]);
  await context.close();
});

test("pages are served under a policy without unsafe-eval, and charts draw under it", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const response = await page.goto(`${dashboard.url}/runs/${runIds.at(-1)}`);
  const policy = response?.headers()["content-security-policy"] ?? "";
  expect(policy).toMatch(/script-src [^;]*'nonce-/);
  expect(policy).not.toContain("unsafe-eval");
  await page.locator(".js-plotly-plot path.js-line").first().waitFor();
  await context.close();
});

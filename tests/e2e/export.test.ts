import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser, overflow, visit, widths } from "./support/browser";
import { type Dashboard, startDashboard } from "./support/dashboard";

let dashboard: Dashboard;
let browser: Browser;
let runId: string;

beforeAll(async () => {
  [dashboard, browser] = await Promise.all([startDashboard(), openBrowser()]);
  const file = join(dashboard.home, "trace.jsonl");
  writeFileSync(file, '{"step":1,"metrics":{"loss":0.5}}\n{"step":2,"metrics":{"loss":"NaN"}}\n');
  const imported = await dashboard.cli("import", file, "--json");
  expect(imported.code, imported.stderr).toBe(0);
  const { stdout } = await dashboard.cli("runs", "--json");
  runId = (JSON.parse(stdout) as { rows: { id: string }[] }).rows[0]?.id as string;
});
afterAll(async () => {
  await browser?.close();
  await dashboard?.stop();
});

test("selected runs are downloaded as one archive", async () => {
  const { page, complaints, context } = await visit(browser, dashboard.url, { width: 1440 });
  await page.getByRole("row").nth(1).getByRole("checkbox").check();
  const bar = page.getByRole("toolbar", { name: "Selected runs" });
  await bar.getByRole("button", { name: "Export" }).click();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: /^CSV/ }).click(),
  ]);
  expect(file.suggestedFilename()).toBe("gradiometer-csv.zip");
  expect(readFileSync(await file.path(), "latin1")).toContain(`${runId}.csv`);
  expect(complaints).toEqual([]);
  await context.close();
});

test.each(widths)("a run's page downloads its points in each format (%i pixels)", async (width) => {
  const { page, complaints, context } = await visit(browser, `${dashboard.url}/runs/${runId}`, { width });
  const download = async (format: RegExp) => {
    await page.getByRole("button", { name: "Export", exact: true }).click();
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("menuitem", { name: format }).click(),
    ]);
    return { name: file.suggestedFilename(), content: readFileSync(await file.path(), "utf8") };
  };
  const csv = await download(/^CSV/);
  expect(csv.name).toBe(`${runId}.csv`);
  expect(csv.content).toMatch(/^step,wallTimeMs,series,value\n1,[\d.]+,loss,0\.5\n2,[\d.]+,loss,NaN\n$/);
  expect((await download(/^Parquet/)).content.startsWith("PAR1")).toBe(true);
  expect((await download(/^TensorBoard/)).name).toMatch(/^events\.out\.tfevents\.\d+\./);
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  expect(complaints).toEqual([]);
  await context.close();
});

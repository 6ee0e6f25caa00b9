import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser, visit } from "./support/browser";
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

test("a comparison started on the launch page trains, flags its episodes and shows its outcome without a reload", async () => {
  const { page, complaints } = await visit(browser, `${dashboard.url}/launch?workload=ring-gan`);
  await page.evaluate(() => {
    (window as { neverReloaded?: boolean }).neverReloaded = true;
  });
  await page.getByLabel("Question").fill("Does a penalty keep the critic in bounds?");
  await page.getByLabel("Seeds", { exact: true }).fill("1");
  await page.getByLabel("Steps", { exact: true }).fill("120");
  await page.getByRole("button", { name: "Start comparison" }).click();

  await page.waitForURL(/\/experiments\/[a-z0-9]+$/);
  await page.getByRole("heading", { name: "Does a penalty keep the critic in bounds?" }).waitFor();

  const outcome = page.getByRole("region", { name: "Outcome" });
  await outcome
    .getByRole("row", { name: /none/ })
    .getByText(/1 critical|critical/)
    .first()
    .waitFor({ timeout: 120_000 });
  const verdict = page.getByRole("region", { name: "Verdict" });
  await verdict.getByText(/too few seeds/i).waitFor({ timeout: 170_000 });

  expect(await page.evaluate(() => (window as { neverReloaded?: boolean }).neverReloaded)).toBe(true);
  expect(complaints).toEqual([]);
});

test("an episode rings the bell of every open page and is listed with its evidence", async () => {
  const { page, complaints } = await visit(browser, `${dashboard.url}/episodes`);
  await page
    .getByText(/Exploding gradient/)
    .first()
    .waitFor();
  await page
    .getByRole("button", { name: /alerts/i })
    .first()
    .click();
  await page
    .getByText(/Exploding gradient/)
    .first()
    .waitFor();
  expect(complaints).toEqual([]);
});

test("a value out of range is explained at its field and cannot be started", async () => {
  const { page } = await visit(browser, `${dashboard.url}/launch?workload=ring-gan`);
  await page.getByLabel("Steps", { exact: true }).fill("-5");
  await page.getByRole("alert").filter({ hasText: /-5/ }).waitFor();
  expect(await page.getByRole("button", { name: "Start comparison" }).isDisabled()).toBe(true);
});

test("guardrails are added and removed in rows, and what is wrong with one is said at its row", async () => {
  const { page, complaints } = await visit(browser, `${dashboard.url}/launch?mode=run&workload=ring-gan`);
  const add = async (action: string) => {
    await page.getByRole("button", { name: "Add guardrail" }).click();
    await page.getByRole("menuitem", { name: action }).click();
  };
  await add("retreat");
  await add("skip-step");
  const [first, second] = [1, 2].map((row) => page.getByRole("listitem", { name: `Guardrail ${row}` }));
  await first!.getByLabel("Limit of guardrail 1").fill("0");
  await first!.getByRole("alert").filter({ hasText: "limit: Expected a number of at least 1" }).waitFor();
  const train = page.getByRole("button", { name: "Train one run" }).last();
  expect(await train.isDisabled()).toBe(true);

  await first!.getByLabel("Limit of guardrail 1").fill("5");
  await second!.getByLabel("What guardrail 2 watches for").selectOption("non-finite");
  const rules = "exploding:retreat:severity=warning:rateFactor=0.5:limit=5+non-finite:skip-step:limit=20";
  await page.getByText(`--set guardrails=${rules}`).waitFor();
  await page.getByRole("button", { name: "Remove guardrail 1" }).click();
  await page.getByText("--set guardrails=non-finite:skip-step:limit=20").waitFor();
  expect(await train.isEnabled()).toBe(true);
  expect(complaints).toEqual([]);
});

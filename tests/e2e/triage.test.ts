import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openStore } from "../../db/connection";
import type { Database } from "../../db/database";
import { upsertEpisode } from "../../db/store/episodes/episodes";
import { listEpisodes } from "../../db/store/episodes/list-episodes";
import { triageHistory } from "../../db/store/episodes/triage";
import { anEpisode } from "../db/an-episode";
import { startRun } from "../db/test-run";
import { openBrowser, visit } from "./support/browser";
import { type Dashboard, startDashboard } from "./support/dashboard";

let dashboard: Dashboard;
let browser: Browser;
let db: Database;
let runId: string;

/** Listed latest first: the spike, the plateau, the explosion. */
beforeAll(async () => {
  [dashboard, browser] = await Promise.all([startDashboard(), openBrowser()]);
  db = openStore(dashboard.home);
  runId = startRun(db).runId;
  upsertEpisode(db, runId, anEpisode({ severity: "critical", state: "closed" }), 1000);
  upsertEpisode(db, runId, anEpisode({ kind: "plateau", series: "loss", state: "closed" }), 2000);
  const spike = anEpisode({ kind: "loss_spike", series: "loss", severity: "benign", state: "closed" });
  upsertEpisode(db, runId, spike, 3000);
});
afterAll(async () => {
  db?.close();
  await browser?.close();
  await dashboard?.stop();
});

const rows = (page: Page) => page.locator("[data-episode]");
const tab = (page: Page, name: string) => page.getByRole("tab", { name: new RegExp(`^${name}`) });
const stateOf = (kind: "exploding_gradient" | "plateau") => listEpisodes(db, { kinds: [kind] })[0]?.triage;

test("episodes are gone through by keys: acknowledged, muted with a reason, commented, and each is undone", async () => {
  const { page, complaints, context } = await visit(browser, `${dashboard.url}/episodes`);
  await expect.poll(() => rows(page).count()).toBe(3);

  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("a");
  await page.getByText("Acknowledged 1 episode.").first().waitFor();
  await expect.poll(() => rows(page).count()).toBe(2);
  expect(stateOf("plateau")).toMatchObject({ state: "acknowledged" });
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => rows(page).count()).toBe(3);
  expect(stateOf("plateau")).toMatchObject({ state: "open" });

  await page.keyboard.press("m");
  await page.getByLabel("Why").fill("slow on purpose");
  await page.getByLabel(/^Every “plateau” in this run/).check();
  await page.getByRole("dialog").getByRole("button", { name: "Mute" }).click();
  await expect.poll(() => rows(page).count()).toBe(2);
  await tab(page, "Muted").click();
  await page.getByText("Muted kind").waitFor();
  expect(stateOf("plateau")).toMatchObject({ state: "muted", withKind: true, reason: "slow on purpose" });
  await page.keyboard.press("u");
  await page.getByText("No episode is muted").waitFor();

  await tab(page, "Open").click();
  await rows(page).first().getByRole("button").click();
  await page.keyboard.press("c");
  const field = page.getByRole("textbox", { name: "Comment" });
  await field.fill("the batch at 12");
  await page.getByLabel("as", { exact: true }).fill("ada");
  await page.getByRole("button", { name: "Comment", exact: true }).click();
  await page
    .getByRole("region", { name: "History" })
    .getByRole("listitem")
    .getByText("the batch at 12")
    .waitFor();
  const spike = listEpisodes(db, { kinds: ["loss_spike"] })[0]!;
  expect(triageHistory(db, spike.id)).toMatchObject([{ author: "ada", text: "the batch at 12" }]);
  expect(complaints).toEqual([]);
  await context.close();
});

test("several are resolved at once, filters and states stay in the address, and the runs' badges follow", async () => {
  const { page, complaints, context } = await visit(browser, `${dashboard.url}/episodes`);
  await expect.poll(() => rows(page).count()).toBe(3);
  await page.getByRole("button", { name: "Kind" }).click();
  await page.getByRole("dialog").getByLabel("Gradients").click();
  await page.keyboard.press("Escape");
  await page.waitForURL(/kind=exploding_gradient/);
  await expect.poll(() => rows(page).count()).toBe(1);
  await page.getByRole("button", { name: "Kind: Gradients" }).waitFor();
  await page.getByRole("button", { name: "Clear filters" }).click();

  await page.getByLabel("Select all").check();
  const bar = page.getByRole("toolbar", { name: "Selected episodes" });
  await bar.getByText("3 episodes selected").waitFor();
  await bar.getByRole("button", { name: "Resolve" }).click();
  await page.getByText("Nothing is open").waitFor();
  await tab(page, "Resolved").click();
  await page.waitForURL(/triage=resolved/);
  await page.reload();
  await expect.poll(() => rows(page).count()).toBe(3);

  await page.goto(dashboard.url);
  await page.getByTitle("3 resolved or muted").first().waitFor();

  const { id } = listEpisodes(db, { kinds: ["exploding_gradient"] })[0]!;
  await page.goto(`${dashboard.url}/runs/${runId}?episode=${id}`);
  await page.getByRole("button", { name: "Reopen" }).click();
  await page.getByText("Reopened 1 episode.").first().waitFor();
  await page.getByRole("button", { name: "Acknowledge" }).waitFor();
  expect(stateOf("exploding_gradient")).toMatchObject({ state: "open" });
  expect(complaints).toEqual([]);
  await context.close();
});

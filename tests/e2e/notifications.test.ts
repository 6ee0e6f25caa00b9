import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openStore } from "../../db/connection";
import type { Database } from "../../db/database";
import { calmNorms, recordRun, spikedNorms } from "../server/support/record";
import { openBrowser } from "./support/browser";
import { type Dashboard, startDashboard } from "./support/dashboard";

let dashboard: Dashboard;
let browser: Browser;
let db: Database;

beforeAll(async () => {
  [dashboard, browser] = await Promise.all([startDashboard(), openBrowser()]);
  db = openStore(dashboard.home);
});
afterAll(async () => {
  db?.close();
  await browser?.close();
  await dashboard?.stop();
});

/** Four pages open at once, on a machine that may have other work. */
const patienceMs = 90_000;

/** What the page asked the browser to show. */
interface Shown {
  title: string;
  body: string;
  tag: string;
  onclick: (() => void) | null;
}

/** Stands in for the browser's own window on the desktop, which a test cannot look at. */
function recordNotifications({
  permission,
  throws,
}: {
  permission: NotificationPermission;
  throws: boolean;
}) {
  const shown: Shown[] = [];
  class Recorded {
    static permission = permission;
    title: string;
    body: string;
    tag: string;
    onclick: (() => void) | null = null;
    constructor(title: string, { body = "", tag = "" }: NotificationOptions = {}) {
      if (throws) throw new TypeError("Illegal constructor");
      [this.title, this.body, this.tag] = [title, body, tag];
      shown.push(this);
    }
    close() {}
  }
  Object.assign(window, { Notification: Recorded, shown });
}

async function openPage(permission: NotificationPermission, throws = false) {
  const context: BrowserContext = await browser.newContext();
  await context.addInitScript(recordNotifications, { permission, throws });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  // The connection for changes stays open, so the page is ready once its stream has begun.
  await Promise.all([
    page.waitForResponse((response) => response.url().includes("live.changes"), { timeout: patienceMs }),
    page.goto(`${dashboard.url}/settings`, { timeout: patienceMs }),
  ]);
  return { page, complaints, context };
}

const shownOn = (page: Page): Promise<Shown[]> =>
  page.evaluate(() => (window as unknown as { shown: Shown[] }).shown.map((one) => ({ ...one })));

const bell = (page: Page) => page.getByRole("button", { name: /^Alerts, [1-9]\d* unseen/ }).first();

test("what alerts in a run within moments becomes one notification where they are allowed, and leaves the rest of the pages alone", async () => {
  const [allowed, undecided, blocked, withoutWindow] = await Promise.all([
    openPage("granted"),
    openPage("default"),
    openPage("denied"),
    openPage("granted", true),
  ]);

  const run = recordRun(db);
  run.append(calmNorms(200));
  run.append(spikedNorms(200, 50, 120));
  run.end("finished");
  for (const { page } of [allowed, undecided, blocked, withoutWindow]) await bell(page).waitFor();

  // The loss of the run leaves its level, too: more than one detector has something to say, gathered into the first.
  const [notification, ...others] = await shownOn(allowed.page);
  expect(notification?.title).toMatch(/gradient|loss/i);
  expect(notification?.body).toMatch(/step \d+/);
  expect(notification?.tag).not.toBe("");
  expect(others).toEqual([]);
  expect(await shownOn(undecided.page)).toEqual([]);
  expect(await shownOn(blocked.page)).toEqual([]);
  for (const { complaints } of [allowed, undecided, blocked, withoutWindow]) expect(complaints).toEqual([]);

  await allowed.page.evaluate(() => (window as unknown as { shown: Shown[] }).shown[0]?.onclick?.());
  await allowed.page.waitForURL(new RegExp(`/runs/${run.id}\\?episode=`));
  for (const { context } of [allowed, undecided, blocked, withoutWindow]) await context.close();
});

test("the settings say whether notifications are on, and ask for them", async () => {
  const words = {
    granted: /^On in this browser/,
    denied: /^Blocked in this browser/,
    default: /^Allow notifications$/,
  };
  for (const permission of ["granted", "denied", "default"] as const) {
    const { page, context } = await openPage(permission);
    const section = page.getByRole("region", { name: "Browser notifications" });
    await section.getByText(words[permission]).waitFor();
    for (const other of Object.values(words).filter((one) => one !== words[permission]))
      expect(await section.getByText(other).count()).toBe(0);
    await context.close();
  }
});

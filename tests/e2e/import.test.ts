import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser, overflow, visit, widths } from "./support/browser";
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

const trace = (name: string) =>
  [
    JSON.stringify({ run: name, config: {} }),
    ...Array.from({ length: 50 }, (_, step) => JSON.stringify({ step, metrics: { loss: 1 / (1 + step) } })),
    "",
  ].join("\n");

test.each(widths)(
  "a path and chosen files become runs, and what cannot says why (%i pixels)",
  async (width) => {
    const file = join(dashboard.home, `on-server-${width}.jsonl`);
    writeFileSync(file, trace(`On the server ${width}`));
    const { page, complaints, context } = await visit(browser, dashboard.url, { width });
    await page.getByRole("button", { name: "Import", exact: true }).click();
    await page.getByLabel("File or folder on the server's machine").fill(file);
    await page.getByRole("button", { name: "Import path" }).click();
    await page
      .getByRole("dialog")
      .getByRole("link", { name: `On the server ${width}` })
      .waitFor();

    const chosen = {
      name: `chosen-${width}.jsonl`,
      mimeType: "text/plain",
      buffer: Buffer.from(trace(`Chosen ${width}`)),
    };
    await page.getByLabel("Log files").setInputFiles([chosen]);
    await page
      .getByRole("dialog")
      .getByRole("link", { name: `Chosen ${width}` })
      .waitFor();
    await page.getByText("50 points").first().waitFor();

    await page.getByLabel("File or folder on the server's machine").fill("/nowhere/at/all");
    await page.getByRole("button", { name: "Import path" }).click();
    await page.getByRole("alert").filter({ hasText: "there is no such file or folder" }).waitFor();
    expect(await overflow(page)).toBeLessThanOrEqual(0);

    await page
      .getByRole("link", { name: `Chosen ${width}` })
      .first()
      .click();
    await page
      .getByRole("heading", { level: 1 })
      .filter({ hasText: `Chosen ${width}` })
      .waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  },
);

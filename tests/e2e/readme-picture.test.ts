import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openBrowser, visit } from "./support/browser";
import { startDashboard } from "./support/dashboard";

/** A data folder in which the demonstration has ended; without it the README keeps its picture. */
const home = process.env.README_PICTURE_HOME;
const folder = join(import.meta.dirname, "../../docs/screenshots");

test.skipIf(!home)("the README's picture shows the finished demonstration", async () => {
  await mkdir(folder, { recursive: true });
  const [dashboard, browser] = await Promise.all([startDashboard(["--no-demo"], home), openBrowser()]);
  const { page } = await visit(browser, `${dashboard.url}/experiments`, { width: 1280 });
  await page.getByRole("link", { name: /Wasserstein critic/ }).click();
  await page.getByRole("region", { name: "Verdict" }).waitFor();
  const curves = page.locator("section", { has: page.getByRole("heading", { name: "Learning curves" }) });
  await curves.scrollIntoViewIfNeeded();
  await curves.locator("path.js-line").first().waitFor();
  await page.evaluate(() => scrollTo(0, 0));
  await page.setViewportSize({ width: 1280, height: 1600 });
  await expect.poll(() => page.locator(".js-plotly-plot path.js-line").count()).toBeGreaterThan(20);
  await page.screenshot({ path: join(folder, "experiment.png") });
  await browser.close();
  await dashboard.stop();
});

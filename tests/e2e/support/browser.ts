import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

export const themes = ["light", "dark"] as const;
export const widths = [1440, 390] as const;
export type Theme = (typeof themes)[number];

export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
  });
}

export interface Visit {
  page: Page;
  /** What the page complained of: console errors, uncaught exceptions, refused requests, CSP violations. */
  complaints: string[];
  context: BrowserContext;
}

export async function visit(
  browser: Browser,
  url: string,
  { theme = "light", width = 1440 }: { theme?: Theme; width?: number } = {},
): Promise<Visit> {
  const context = await browser.newContext({
    colorScheme: theme,
    viewport: { width, height: width < 600 ? 844 : 900 },
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("response", (response) => {
    if (response.status() >= 500) complaints.push(`${response.status()} ${response.url()}`);
  });
  await page.goto(url);
  return { page, complaints, context };
}

/** Pixels by which the page is wider than its window; 0 on a page that fits. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import { distFolder, root } from "../../server/bin/package-root.mjs";
import { showStep } from "../../server/bin/progress.mjs";
import { BuildError, runLogged } from "../../server/bin/run-logged.mjs";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** Path of a Chromium: the one in CHROMIUM, one on the PATH, playwright's own, or one that is installed now. */
export async function findChromium() {
  const asked = process.env.CHROMIUM;
  if (asked) {
    if (existsSync(asked)) return asked;
    throw new BuildError(`CHROMIUM is ${asked}, and there is no such file; unset it or name a Chromium.`);
  }
  const found = installedChromium();
  if (found) return found;
  const failures = [];
  for (const install of [installWithApt, installWithPlaywright]) {
    try {
      await install();
    } catch (error) {
      failures.push(error.message);
    }
    const installed = installedChromium();
    if (installed) return installed;
  }
  throw new BuildError(
    `The browser tests need Chromium or Chrome, and none could be installed. Install one, or set CHROMIUM to its path.\n${failures.join("\n")}`,
  );
}

/** One that is there already; undefined without. */
export const installedChromium = () => onPath() ?? ownOfPlaywright();

function onPath() {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return names
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((path) => existsSync(path));
}

function ownOfPlaywright() {
  const { chromium } = createRequire(join(root, "package.json"))("playwright-core");
  const path = chromium.executablePath();
  return path && existsSync(path) ? path : undefined;
}

/** Debian's package brings every library it needs; other systems' root accounts are left alone. */
async function installWithApt() {
  if (process.getuid?.() !== 0 || spawnSync("apt-get", ["--version"]).status !== 0) return;
  const log = join(distFolder, "chromium-install.log");
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await showStep("Installing Chromium with apt-get", "Chromium installed", async () => {
    await runLogged("apt-get update", "apt-get", ["update"], { log, env });
    await runLogged(
      "apt-get install chromium",
      "apt-get",
      ["install", "-y", "--no-install-recommends", "chromium"],
      {
        log,
        env,
      },
    );
  });
}

async function installWithPlaywright() {
  const cli = join(root, "node_modules", "playwright-core", "cli.js");
  await showStep("Installing Chromium with playwright", "Chromium installed", () =>
    runLogged("playwright install chromium", process.execPath, [cli, "install", "chromium"], {
      log: join(distFolder, "chromium-install.log"),
    }),
  );
}

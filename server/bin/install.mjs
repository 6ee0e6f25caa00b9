import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readStamp } from "./fingerprint.mjs";
import { withLock } from "./lock.mjs";
import { distFolder, root } from "./package-root.mjs";
import { showStep } from "./progress.mjs";
import { runLogged } from "./run-logged.mjs";

const lockFile = join(root, "package-lock.json");
/** Installed as a package there is no lock file beside us. */
export const isClone = existsSync(lockFile);
const stampFile = join(root, "node_modules", ".gradiometer-install");

/** Brings node_modules to what package-lock.json says. Whoever installed us as a package has done that. */
export async function ensureInstalled() {
  if (!isClone || isInstalled()) return;
  await withLock(
    join(distFolder, ".install-lock"),
    async () => {
      if (isInstalled()) return;
      await showStep("Installing packages from the lock file", "Packages installed", npmCi);
      writeFileSync(stampFile, wantedStamp());
    },
    () => process.stderr.write("- Another process is installing the packages; waiting for it ...\n"),
  );
}

function isInstalled() {
  const stamp = readStamp(stampFile);
  if (stamp === wantedStamp()) return true;
  // Compiled packages of another Node version do not load, whatever the lock file says.
  if (stamp !== undefined && stamp.split(" ")[1] !== process.versions.modules) return false;
  if (!treeMatchesLock()) return false;
  try {
    writeFileSync(stampFile, wantedStamp());
  } catch {
    // A read-only tree is compared again next time.
  }
  return true;
}

const wantedStamp = () =>
  `${createHash("sha256").update(readFileSync(lockFile)).digest("hex")} ${process.versions.modules}`;

/** After an `npm install` by hand: npm's own record of the tree against the lock file. */
function treeMatchesLock() {
  const record = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(record)) return false;
  try {
    const installed = JSON.parse(readFileSync(record, "utf8")).packages;
    const wanted = JSON.parse(readFileSync(lockFile, "utf8")).packages;
    return Object.entries(wanted).every(
      ([path, { version, optional, peer }]) =>
        path === "" || (installed[path] ? installed[path].version === version : optional || peer),
    );
  } catch {
    return false;
  }
}

function npmCi() {
  const args = ["ci", "--include=dev", "--no-audit", "--no-fund", "--no-progress", "--loglevel=error"];
  const log = join(distFolder, "npm-ci.log");
  const what = "npm ci";
  const npmScript = process.env.npm_execpath;
  if (npmScript && /npm-cli\.[cm]?js$/.test(npmScript))
    return runLogged(what, process.execPath, [npmScript, ...args], { log });
  return runLogged(what, "npm", args, { log, shell: process.platform === "win32" });
}

import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { fingerprint, readStamp } from "./fingerprint.mjs";
import { ensureInstalled, isClone } from "./install.mjs";
import { withLock } from "./lock.mjs";
import { distFolder, nextFolder, root } from "./package-root.mjs";
import { showStep } from "./progress.mjs";
import { BuildError, runLogged } from "./run-logged.mjs";

/** Everything that runs outside Next, one self-contained file each. */
export const entryPoints = [
  "clients/node/open-run.ts",
  "clients/node/thread.ts",
  "server/main.ts",
  "server/cli/main.ts",
  "server/backtest/thread.ts",
  "server/diagnosis/thread.ts",
  "server/import/thread.ts",
  "server/ingest/thread.ts",
  "server/monitor/thread.ts",
  "server/pages/thread.ts",
  "trainer/main.ts",
  "trainer/autodiff/index.ts",
  "trainer/backend/probe.ts",
  "trainer/emitter/thread.ts",
  "trainer/user/api.ts",
  "trainer/user/read-config.ts",
];

const server = {
  stamp: join(distFolder, ".built"),
  sources: [
    "clients",
    "db",
    "diagnostics",
    "server",
    "trainer",
    "package.json",
    "package-lock.json",
    "tsconfig.json",
  ],
};
const dashboard = {
  stamp: join(nextFolder, ".built"),
  sources: [
    "app",
    "db/contract",
    "instrumentation-client.ts",
    "next.config.js",
    "postcss.config.mjs",
    "package-lock.json",
    "tsconfig.json",
  ],
};

/** Bundles the processes into dist/ when their sources changed. Throws BuildError. */
export const ensureServerBuilt = () =>
  ensureBuilt(server, "Bundling server and trainer", "Server and trainer bundled", () => bundle(entryPoints));

/** Runs `next build` when the dashboard's sources changed. Throws BuildError. */
export const ensureDashboardBuilt = () =>
  ensureBuilt(dashboard, "Building the dashboard", "Dashboard built", buildDashboard);

async function ensureBuilt({ stamp, sources }, doing, done, build) {
  // A published package brings its build, and no lock file to compare with.
  if (!isClone && readStamp(stamp) !== undefined) return;
  if (readStamp(stamp) === fingerprint(sources)) return;
  await withLock(
    join(distFolder, ".build-lock"),
    async () => {
      const wanted = fingerprint(sources);
      if (readStamp(stamp) === wanted) return;
      // Without its stamp a build that is cut short is made again.
      rmSync(stamp, { force: true });
      await showStep(doing, done, build);
      writeFileSync(stamp, `${wanted}\n`);
    },
    () => process.stderr.write("- Another process is building; waiting for it ...\n"),
  );
}

/** Bundles TypeScript entry points (relative to the package) to the same path under dist/. */
export async function bundle(entries) {
  const { build } = await import("esbuild");
  const bundles = await Promise.allSettled(
    entries.map((entry) =>
      build({
        absWorkingDir: root,
        entryPoints: [entry],
        outbase: root,
        outdir: distFolder,
        bundle: true,
        packages: "external",
        format: "esm",
        platform: "node",
        target: "node20",
        sourcemap: true,
        write: false,
        logLevel: "silent",
      }),
    ),
  );
  for (const bundle of bundles) if (bundle.status === "fulfilled") replaceFiles(bundle.value.outputFiles);
  const failures = bundles.flatMap((bundle) =>
    bundle.status === "rejected" ? describeErrors(bundle.reason) : [],
  );
  if (failures.length > 0) throw new BuildError(`Bundling failed:\n${[...new Set(failures)].join("\n")}`);
}

/** A process may start one of these files at any moment, so each is replaced in one go. */
function replaceFiles(files) {
  for (const { path, contents } of files) {
    mkdirSync(dirname(path), { recursive: true });
    const temporary = `${path}.${process.pid}.tmp`;
    writeFileSync(temporary, contents);
    renameSync(temporary, path);
  }
}

function describeErrors(error) {
  if (!Array.isArray(error.errors)) return [error.message];
  return error.errors.map(({ text, location }) =>
    location ? `${location.file}:${location.line}: ${text}` : text,
  );
}

function buildDashboard() {
  const next = createRequire(join(root, "package.json")).resolve("next/dist/bin/next");
  return runLogged("next build", process.execPath, [next, "build"], {
    log: join(distFolder, "next-build.log"),
    env: { NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" },
  });
}

async function main(args) {
  const unknown = args.find((arg) => !["--all", "--server-only"].includes(arg));
  if (unknown)
    throw new BuildError(`Unknown option "${unknown}"; expected --all (the default) or --server-only.`);
  await ensureInstalled();
  await ensureServerBuilt();
  if (!args.includes("--server-only")) await ensureDashboardBuilt();
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  main(process.argv.slice(2)).catch((error) => {
    process.stderr.write(`${error instanceof BuildError ? error.message : error.stack}\n`);
    process.exit(1);
  });

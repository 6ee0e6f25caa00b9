import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "../../db/package-root";

interface LockedPackage {
  version?: string;
  resolved?: string;
  optionalDependencies?: Record<string, string>;
}

const lock = JSON.parse(readFileSync(join(packageRoot(), "package-lock.json"), "utf8")) as {
  packages: Record<string, LockedPackage>;
};

/** npm leaves some out when it writes the file beside a node_modules of one platform; npm ci then refuses it. */
test("the lock file lists the optional packages of every platform", () => {
  const missing = Object.entries(lock.packages)
    .filter(([path]) => path !== "")
    .flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        (name) => !lock.packages[`${path}/node_modules/${name}`] && !lock.packages[`node_modules/${name}`],
      ),
    );
  expect(missing).toEqual([]);
});

test("the lock file names no registry, so that everyone installs from their own", () => {
  expect(Object.entries(lock.packages).flatMap(([path, { resolved }]) => (resolved ? [path] : []))).toEqual(
    [],
  );
});

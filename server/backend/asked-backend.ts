import { existsSync } from "node:fs";
import { join } from "node:path";
import { unknownWord } from "../../db/contract/closest";
import { GradiometerError } from "../../db/contract/errors";
import { type BackendName, backendNames } from "../../db/contract/run-config";
import { backendsFolder } from "../../db/home";

/** What GRADIOMETER_BACKEND asks for, if anything. Throws "invalid" for a name that is none. */
export function askedBackend(): BackendName | undefined {
  const asked = process.env.GRADIOMETER_BACKEND;
  if (!asked) return undefined;
  const known = backendNames.find((name) => name === asked);
  if (known) return known;
  throw new GradiometerError(
    "invalid",
    `GRADIOMETER_BACKEND: ${unknownWord("backend", asked, backendNames)}`,
  );
}

/** Throws before a run is recorded that no trainer could train here. */
export function checkInstalled(home: string, backend: string | undefined): void {
  if (backend !== "gpu" && backend !== "node") return;
  if (existsSync(join(backendsFolder(home), backend))) return;
  throw new GradiometerError(
    "invalid",
    `Backend "${backend}" is not installed under ${home}: run \`gradiometer backend install ${backend}\`, or choose wasm or cpu.`,
  );
}

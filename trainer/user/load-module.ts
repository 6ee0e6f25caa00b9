import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import * as zod from "zod";
import { closest } from "../../db/contract/closest";
import { tf } from "../tensorflow";
import * as api from "./api";
import { bundleModule, sharedKey } from "./bundle-module";
import type { WorkloadDefinition } from "./definition";
import { createUserCode, type UserCode } from "./user-code";
import { UserCodeError } from "./user-code-error";

export interface LoadedModule {
  definition: WorkloadDefinition;
  sha256: string;
  code: UserCode;
}

/** Deep enough that the module's own lines are in the stack of an error that TensorFlow.js throws far below. */
const stackDepth = 60;

/** Bundles and runs a module and checks what it exports. Throws UserCodeError, with file and line where there is one. */
export async function loadModule(path: string): Promise<LoadedModule> {
  const { code: text, sha256, files } = await bundleModule(path);
  Reflect.set(globalThis, Symbol.for(sharedKey), { api, zod, tf });
  Error.stackTraceLimit = stackDepth;
  // From here on, so that the maps of what is loaded already (TensorFlow.js's is megabytes) are not read.
  process.setSourceMapsEnabled(true);
  const folder = mkdtempSync(join(tmpdir(), "gradiometer-module-"));
  const file = join(folder, "module.mjs");
  const code = createUserCode(path, file, files);
  try {
    writeFileSync(file, text);
    const exported: { default?: unknown } = await import(pathToFileURL(file).href);
    return { definition: definitionOf(path, exported), sha256, code };
  } catch (error) {
    throw code.named(error, "it was loaded");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const kinds = ["supervised", "gan", "step"];

function definitionOf(path: string, exported: { default?: unknown }): WorkloadDefinition {
  const definition = exported.default as Partial<WorkloadDefinition> | undefined;
  const refuse = (expected: string, arrived: unknown, near?: string): never => {
    const got = arrived === undefined ? "nothing" : JSON.stringify(arrived);
    throw new UserCodeError(
      `${path}: expected ${expected}, got ${got}${near ? `; did you mean "${near}"?` : "."}`,
    );
  };
  if (typeof definition !== "object" || definition === null)
    return refuse(
      "`export default defineWorkload({ ... })`",
      typeof exported.default === "function" ? "a function" : exported.default,
    );
  const { kind, name, create, settings, defaults } = definition;
  if (!kinds.includes(kind as string))
    refuse('kind to be "supervised", "gan" or "step"', kind, closest(String(kind), kinds));
  if (typeof name !== "string" || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name) || name.length > 60)
    refuse('name to be lower-case words joined by hyphens, such as "two-moons"', name);
  if (typeof create !== "function") refuse("create to be a function", create);
  if (settings !== undefined && (typeof settings !== "object" || settings === null))
    refuse("settings to be a zod object or plain defaults", settings);
  if (defaults !== undefined && (typeof defaults !== "object" || defaults === null))
    refuse("defaults to be a group of settings", defaults);
  return definition as WorkloadDefinition;
}

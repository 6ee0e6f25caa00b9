import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import util from "node:util";
import { backendsFolder } from "../../db/home";
import type { Tensorflow } from "../tensorflow";

export type NativeKind = "gpu" | "node";

const load = createRequire(import.meta.url);
const packageNames = { gpu: "@tensorflow/tfjs-node-gpu", node: "@tensorflow/tfjs-node" } as const;

/** Where `gradiometer backend install <kind>` puts it. */
export function nativeFolder(home: string, kind: NativeKind): string {
  return join(backendsFolder(home), kind);
}

export function isNativeInstalled(home: string, kind: NativeKind): boolean {
  return existsSync(join(packageIn(nativeFolder(home, kind), kind), "package.json"));
}

function packageIn(folder: string, kind: NativeKind): string {
  return join(folder, "node_modules", packageNames[kind]);
}

/**
 * Loads tfjs-node or tfjs-node-gpu from `folder` into this process and makes it the backend.
 * The package brings a second copy of tfjs, but engine, kernels and gradients are registries on `globalThis`,
 * so the copies share them.
 */
export async function loadNative(
  tf: Tensorflow,
  folder: string,
  kind: NativeKind,
): Promise<{ version: string; usesGpu: boolean }> {
  // One math thread is faster on small networks (48 -> 88 steps/s on a 3x128 critic) and lets as many trainers
  // as cores run side by side. TensorFlow reads these when its library is loaded.
  process.env.TF_NUM_INTRAOP_THREADS ??= "1";
  process.env.TF_NUM_INTEROP_THREADS ??= "1";
  process.env.TF_CPP_MIN_LOG_LEVEL ??= "3";
  restoreRemovedUtilities();
  const native = loadQuietly(tf, packageIn(folder, kind)) as { version: Record<string, string> };
  if (!(await tf.setBackend("tensorflow"))) throw new Error('tf.setBackend("tensorflow") returned false');
  const backend = tf.backend() as unknown as {
    isUsingGpuDevice?: boolean;
    binding?: { TF_Version?: string };
  };
  const packageVersion = native.version["tfjs-node"] ?? native.version["tfjs-core"] ?? "unknown";
  const library = backend.binding?.TF_Version;
  return {
    version: library ? `${packageVersion} (TensorFlow ${library})` : packageVersion,
    usesGpu: backend.isUsingGpuDevice === true,
  };
}

/** The second copy of tfjs finds every kernel registered already and would say so in 500 lines of warnings. */
function loadQuietly(tf: Tensorflow, folder: string): unknown {
  const before = tf.env().getBool("PROD");
  tf.env().set("PROD", true);
  try {
    return load(folder);
  } finally {
    tf.env().set("PROD", before);
  }
}

/** tfjs-node 4.22 calls type tests that Node 23 removed from `util`. */
function restoreRemovedUtilities(): void {
  const removed: Record<string, (value: unknown) => boolean> = {
    isNullOrUndefined: (value) => value === null || value === undefined,
    isNull: (value) => value === null,
    isUndefined: (value) => value === undefined,
    isArray: Array.isArray,
    isString: (value) => typeof value === "string",
    isNumber: (value) => typeof value === "number",
    isBoolean: (value) => typeof value === "boolean",
    isFunction: (value) => typeof value === "function",
    isObject: (value) => value !== null && typeof value === "object",
  };
  const target = util as unknown as Record<string, unknown>;
  for (const [name, test] of Object.entries(removed)) {
    if (!(name in target)) target[name] = test;
  }
}

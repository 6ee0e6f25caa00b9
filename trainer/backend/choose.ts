import { GradiometerError } from "../../db/contract/errors";
import type { BackendName } from "../../db/contract/run-config";
import { installAutodiffCorrections } from "../autodiff";
import type { Tensorflow } from "../tensorflow";
import { isNativeInstalled, loadNative, type NativeKind, nativeFolder } from "./native";
import { loadOperations } from "./operations";
import { loadWasm } from "./wasm";

export interface ChosenBackend {
  name: BackendName;
  /** Of the package, and of the library below it where there is one. */
  version: string;
  /** One sentence for the run's record: why this backend and not a faster one. */
  reason: string;
}

/**
 * Makes the fastest installed backend current (gpu, node, wasm, cpu), or the one asked for, and corrects its
 * kernels and gradients. A backend that is asked for and missing or broken is an error; one that is merely
 * preferred is passed over, and the reason says so.
 */
export async function chooseBackend(
  tf: Tensorflow,
  options: { requested?: BackendName; home: string },
): Promise<ChosenBackend> {
  const chosen = options.requested
    ? await loadRequested(tf, options.requested, options.home)
    : await loadFirst(tf, options.home);
  installAutodiffCorrections(tf);
  return chosen;
}

async function loadRequested(tf: Tensorflow, name: BackendName, home: string): Promise<ChosenBackend> {
  if (isNative(name) && !isNativeInstalled(home, name)) {
    throw new GradiometerError(
      "unavailable",
      `Backend "${name}" was asked for but is not installed under ${home}: run \`gradiometer backend install ${name}\`, or choose wasm or cpu`,
    );
  }
  try {
    const { version, note } = await load(tf, name, home);
    return { name, version, reason: `${name} was asked for${note}` };
  } catch (cause) {
    const remedy = isNative(name)
      ? `run \`gradiometer backend install ${name}\` again`
      : "run `npm ci` again";
    throw new GradiometerError(
      "unavailable",
      `Backend "${name}" is installed but does not load (${messageOf(cause)}): ${remedy}, or choose another backend`,
      { cause },
    );
  }
}

async function loadFirst(tf: Tensorflow, home: string): Promise<ChosenBackend> {
  const passedOver: string[] = [];
  for (const name of ["gpu", "node", "wasm"] as const) {
    if (isNative(name) && !isNativeInstalled(home, name)) {
      passedOver.push(`${name} is not installed`);
      continue;
    }
    try {
      const { version, note } = await load(tf, name, home);
      return {
        name,
        version,
        reason: [...passedOver, `${name} is the fastest that loads${note}`].join("; "),
      };
    } catch (cause) {
      passedOver.push(`${name} does not load (${messageOf(cause)})`);
    }
  }
  const { version } = await load(tf, "cpu", home);
  return { name: "cpu", version, reason: [...passedOver, "cpu is always there"].join("; ") };
}

async function load(
  tf: Tensorflow,
  name: BackendName,
  home: string,
): Promise<{ version: string; note: string }> {
  if (isNative(name)) {
    const folder = nativeFolder(home, name);
    const { version, usesGpu } = await loadNative(tf, folder, name);
    if (name === "gpu")
      return { version, note: usesGpu ? "" : ", but no GPU answers: it computes on the CPU" };
    const operations = loadOperations(tf, folder);
    return operations
      ? { version: `${version}, operations ${operations}`, note: "" }
      : { version, note: `, slower than it could be: ${withoutOperations}` };
  }
  if (name === "wasm") {
    return { version: await loadWasm(tf), note: "" };
  }
  await tf.setBackend("cpu");
  return { version: tf.version["tfjs-core"], note: "" };
}

const withoutOperations =
  "its operations are not compiled for this version and processor; run `gradiometer backend install node` again";

function isNative(name: BackendName): name is NativeKind {
  return name === "gpu" || name === "node";
}

function messageOf(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  return message.split("\n")[0]!.slice(0, 200);
}

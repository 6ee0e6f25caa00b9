import { existsSync } from "node:fs";
import { join } from "node:path";
import { type BackendName, backendNames } from "../../db/contract/run-config";
import { backendsFolder } from "../../db/home";
import { probeBackend } from "./probe";

export interface BackendReport {
  /** What a trainer started now would use. */
  inUse: { name: BackendName; version: string; reason: string };
  backends: BackendStatus[];
}

export interface BackendStatus {
  name: BackendName;
  installed: boolean;
  /** Of the package, and of TensorFlow below it; null where it is not installed or does not load. */
  version: string | null;
  /** One sentence: that it works, why it does not, or how to get it. */
  detail: string;
}

/** Which backends are installed and work here, and which one will be used and why. Loads each in a process. */
export async function reportBackends(home: string, requested?: BackendName): Promise<BackendReport> {
  const [chosen, ...backends] = await Promise.all([
    probeBackend(home, requested ? { backend: requested } : {}),
    ...backendNames.map((name) => statusOf(home, name)),
  ]);
  const inUse = chosen.ok
    ? { name: chosen.name as BackendName, version: chosen.version, reason: chosen.reason ?? "" }
    : { name: requested ?? "cpu", version: "", reason: chosen.message };
  return { inUse, backends };
}

async function statusOf(home: string, name: BackendName): Promise<BackendStatus> {
  const native = name === "gpu" || name === "node";
  if (native && !existsSync(join(backendsFolder(home), name)))
    return {
      name,
      installed: false,
      version: null,
      detail: `not installed: gradiometer backend install ${name}`,
    };
  const probe = await probeBackend(home, { backend: name });
  if (!probe.ok) return { name, installed: true, version: null, detail: `does not load: ${probe.message}` };
  return { name, installed: true, version: probe.version, detail: workingDetail[name] };
}

const workingDetail: Record<BackendName, string> = {
  gpu: "works: tfjs-node-gpu over TensorFlow with CUDA",
  node: "works: tfjs-node over TensorFlow",
  wasm: "works: comes with Gradiometer",
  cpu: "works: plain JavaScript, the slowest",
};

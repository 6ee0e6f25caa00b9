import { setPriority } from "node:os";

/** The process of one side, `training <ours|stock> <task> [backend]`: prints its steps a CPU second. */
export async function runTrainingChild([side, task = "", backend = "wasm"]: string[]): Promise<void> {
  try {
    setPriority(10);
  } catch {
    // Where a container forbids it, it forbids it to every side.
  }
  // One side is loaded, and only it: tfjs keeps its registries on globalThis.
  const stepsPerSecond =
    side === "stock"
      ? await (await import("./stock/main")).trainStock(task)
      : await (await import("./ours/main")).trainOurs(task, backend);
  process.stdout.write(`${JSON.stringify({ stepsPerSecond })}\n`);
}

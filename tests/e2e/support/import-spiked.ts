import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { healthy } from "../../diagnostics/synthetic-run";
import type { Dashboard } from "./dashboard";

/** A healthy log of 400 steps whose gradient norm, called `norm` there, is `factor` times as large at step 250. */
export async function importSpiked(
  dashboard: Dashboard,
  { name, seed, norm, factor }: { name: string; seed: number; norm: string; factor: number },
): Promise<void> {
  const run = healthy(seed);
  const lines = Array.from({ length: 400 }, (_, step) =>
    JSON.stringify({
      step,
      metrics: { loss: run.loss(step), [norm]: run.norm(step) * (step === 250 ? factor : 1) },
    }),
  );
  const file = join(dashboard.home, `${name}.jsonl`);
  writeFileSync(file, `${lines.join("\n")}\n`);
  const imported = await dashboard.cli("import", file);
  expect(imported.code, imported.stderr).toBe(0);
}

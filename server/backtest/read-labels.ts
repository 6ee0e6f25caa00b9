import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { GradiometerError } from "../../db/contract/errors";
import { LabelsFile, type RunLabel } from "../../diagnostics/backtest/label";

/** The labels beside a folder's traces, or in the file named; none where the folder has no labels.json. */
export function readLabels(folder: string, file?: string): RunLabel[] {
  const path = file ?? join(folder, "labels.json");
  if (file === undefined && !existsSync(path)) return [];
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, "utf8"));
  } catch (cause) {
    throw new GradiometerError(
      "invalid",
      `Expected JSON with labels in ${path}: ${(cause as Error).message}`,
      {
        cause,
      },
    );
  }
  const labels = LabelsFile.safeParse(content);
  if (labels.success) return labels.data;
  const [issue] = labels.error.issues;
  throw new GradiometerError(
    "invalid",
    `Expected labels of runs in ${path} (file, verdict, steps, episodes), got something else: ${issue?.path.join(".")} ${issue?.message}`,
  );
}

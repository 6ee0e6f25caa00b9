import { ExportOptions } from "../../db/contract/export";
import type { Database } from "../../db/database";
import { parseInput } from "../../db/store/invalid-input";
import { getRun } from "../../db/store/runs/find-run";
import { exportRun, type RunExport } from "./export-run";
import { recordsAny } from "./points-of-run";
import { type FileInZip, zip } from "./zip";

/**
 * Several runs as one ZIP archive, a file a run; for TensorBoard in a folder each, as it wants them. Runs without a series
 * of the names asked for are left out.
 */
export function exportRuns(
  db: Database,
  { runIds, ...options }: { runIds: readonly string[] } & Record<string, unknown>,
): RunExport {
  const { format, series } = parseInput("export", ExportOptions, options);
  for (const runId of runIds) getRun(db, runId);
  const files = (function* (): Generator<FileInZip> {
    for (const runId of runIds) {
      if (!recordsAny(db, runId, series)) continue;
      const { fileName, chunks } = exportRun(db, { runId, ...options });
      yield { name: format === "tensorboard" ? `${runId}/${fileName}` : fileName, chunks };
    }
  })();
  return { fileName: `gradiometer-${format}.zip`, contentType: "application/zip", chunks: zip(files) };
}

import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { RunId } from "../../db/contract/identifiers";
import type { Database } from "../../db/database";
import { parseInput } from "../../db/store/invalid-input";
import { allRunIds } from "../../db/store/runs/find-run";
import { exportRun } from "./export-run";
import { exportRuns } from "./export-runs";

/**
 * GET /api/export/<run>?format=csv&wide=true&series=loss/*: the points of a run as a download. GET
 * /api/export?run=<run>&run=<run>: of several, as a ZIP archive; of all, where none is named.
 */
export async function answerExport(db: Database, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(req.url ?? "/", "http://localhost");
  const { wide, run: _, ...asked } = Object.fromEntries(searchParams);
  const options = { format: "csv", ...asked, wide: wide !== undefined && wide !== "false" };
  const named = decodeURIComponent(pathname.slice("/api/export".length).replace(/^\//, ""));
  const { fileName, contentType, chunks } =
    named === ""
      ? exportRuns(db, { ...options, runIds: chosen(db, searchParams.getAll("run")) })
      : exportRun(db, { ...options, runId: parseInput("run id", RunId, named) });
  res.writeHead(200, {
    "content-type": contentType,
    // An id is letters, digits, ".", "_" and "-": nothing to escape.
    "content-disposition": `attachment; filename="${fileName}"`,
    "cache-control": "no-store",
  });
  if (req.method === "HEAD") {
    res.end();
    return;
  }
  try {
    await pipeline(chunks, res);
  } catch (error) {
    // Whoever asked went away: nobody to tell.
    if ((error as NodeJS.ErrnoException).code !== "ERR_STREAM_PREMATURE_CLOSE") throw error;
  }
}

function chosen(db: Database, named: readonly string[]): string[] {
  if (named.length === 0) return allRunIds(db);
  return [...new Set(named.map((name) => parseInput("run id", RunId, name)))];
}

import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import type { Database } from "../../db/connection";
import { RunId } from "../../db/contract/identifiers";
import { parseInput } from "../../db/store/invalid-input";
import { exportRun } from "./export-run";

/** GET /api/export/<run>?format=csv&wide=true&series=loss/*: the points of a run as a download. */
export async function answerExport(db: Database, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(req.url ?? "/", "http://localhost");
  const runId = parseInput("run id", RunId, decodeURIComponent(pathname.slice("/api/export/".length)));
  const { wide, ...asked } = Object.fromEntries(searchParams);
  const { fileName, contentType, chunks } = exportRun(db, {
    format: "csv",
    ...asked,
    wide: wide !== undefined && wide !== "false",
    runId,
  });
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

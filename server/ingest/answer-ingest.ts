import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { RunId } from "../../db/contract/identifiers";
import { ingestLimits } from "../../db/contract/ingest";
import type { Database } from "../../db/database";
import { parseInput } from "../../db/store/invalid-input";
import { readCursor } from "../../db/store/runs/external-runs";
import { checkMethod, readMethods } from "../front-door/check-method";
import type { Handler } from "../front-door/front-door";
import { HttpRefusal } from "../front-door/http-refusal";
import { respondJson } from "../front-door/respond";
import type { BodyFormat } from "./messages";
import { openApiDocument } from "./openapi";
import { type Budget, readBody } from "./read-body";
import type { Recorder } from "./recorder";

/** Four of the largest bodies at once; of usual ones, a thousand. */
const defaultBytes = 4 * ingestLimits.bodyBytes;

/** `POST /api/ingest`, `GET /api/ingest/<run>` and `GET /api/openapi.json`. */
export function createIngest(db: Database, recorder: Recorder, mostBytes = defaultBytes): Handler {
  const budget: Budget = { mostBytes, heldBytes: 0 };
  return async (req, res) => {
    const path = (req.url ?? "").split("?", 1)[0] as string;
    if (path === "/api/ingest") {
      checkMethod(req.method, ["POST"]);
      return storeBatch(recorder, budget, req, res);
    }
    checkMethod(req.method, readMethods);
    if (path === "/api/openapi.json") return respondJson(res, 200, openApiDocument);
    const run = parseInput("run id", RunId, decodeURIComponent(path.slice("/api/ingest/".length)));
    respondJson(res, 200, readCursor(db, run));
  };
}

async function storeBatch(recorder: Recorder, budget: Budget, req: IncomingMessage, res: ServerResponse) {
  const format = bodyFormat(req.headers);
  const { body, heldBytes } = await readBody(req, budget);
  try {
    const answer = await recorder.record(body, format);
    if (answer.retryAfterSeconds) res.setHeader("retry-after", String(answer.retryAfterSeconds));
    res.writeHead(answer.status, {
      "content-type": "application/json; charset=utf-8",
      "cache-control": "no-store",
    });
    res.end(answer.body);
  } finally {
    budget.heldBytes -= heldBytes;
  }
}

const types: Record<string, BodyFormat["type"]> = {
  "application/json": "json",
  "application/x-ndjson": "ndjson",
  "application/jsonl": "ndjson",
};

function bodyFormat(headers: IncomingHttpHeaders): BodyFormat {
  const type = headers["content-type"]?.split(";", 1)[0]?.trim().toLowerCase() ?? "application/json";
  const known = Object.hasOwn(types, type) ? types[type] : undefined;
  if (!known)
    throw new HttpRefusal(
      415,
      `Expected Content-Type ${Object.keys(types).join(" or ")}, got ${type || "none"}.`,
    );
  const encoding = headers["content-encoding"]?.trim().toLowerCase() ?? "identity";
  if (encoding !== "gzip" && encoding !== "identity")
    throw new HttpRefusal(415, `Expected Content-Encoding gzip or none, got ${encoding}.`);
  return { type: known, gzipped: encoding === "gzip" };
}

import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { mediaFile } from "../../db/home";
import { HttpRefusal } from "./http-refusal";

/** GET /media/<sha256>.png. The name is the hash of the bytes, so a copy is good for ever. */
export async function serveMedia(
  home: string,
  path: string,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const sha256 = path.match(/^\/media\/([0-9a-f]{64})\.png$/)?.[1];
  if (!sha256) throw new HttpRefusal(404, "Media are addressed as /media/<sha256>.png.");
  const file = mediaFile(home, sha256);
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile())
    throw new HttpRefusal(404, "There is no such image; it may have been removed from the data folder.");
  const etag = `"${sha256}"`;
  res.setHeader("cache-control", "private, max-age=31536000, immutable");
  res.setHeader("etag", etag);
  if (req.headers["if-none-match"] === etag) {
    res.writeHead(304).end();
    return;
  }
  res.writeHead(200, { "content-type": "image/png", "content-length": found.size });
  if (req.method === "HEAD") res.end();
  else await pipeline(createReadStream(file), res);
}

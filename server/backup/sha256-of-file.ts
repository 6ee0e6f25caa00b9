import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";

/** In pieces: a database may be larger than memory. */
export async function sha256OfFile(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(piece as Buffer);
  return hash.digest("hex");
}

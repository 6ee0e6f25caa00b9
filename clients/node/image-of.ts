import { GradiometerError } from "../../db/contract/errors";
import { explainIssues } from "../../db/contract/explain-issues";
import { IngestBatch } from "../../db/contract/ingest";
import { readPngSize } from "../../db/store/media/png-size";

const mostBytes = 2 ** 20;

type Image = IngestBatch["media"][number];
const Image = IngestBatch.shape.media.unwrap().element;

/** An image as a batch has it. Throws what is wrong with it, while the program can be told. */
export function imageOf(name: string, png: Uint8Array, step: number): Image {
  const bytes = Buffer.from(png.buffer, png.byteOffset, png.byteLength);
  if (!readPngSize(bytes))
    throw invalid(
      `expected the bytes of a PNG of at least 1 x 1, got ${bytes.length} bytes of something else`,
    );
  if (bytes.length > mostBytes)
    throw invalid(`expected at most ${mostBytes} bytes, got ${bytes.length}; draw it smaller`);
  const image = { name, step, png: bytes.toString("base64"), wallTimeMs: Date.now() };
  const parsed = Image.safeParse(image);
  if (!parsed.success) throw invalid(explainIssues(parsed.error, image, () => ["name", "png", "step"]));
  return parsed.data;
}

const invalid = (why: string) => new GradiometerError("invalid", `Invalid image: ${why}`);

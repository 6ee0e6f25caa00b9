import type { BatchBuilder } from "../batch-builder";
import type { ReadBatch, ReadFrom } from "../format";
import { LinePosition, startOfFile } from "./line-position";
import { type ReadBlocks, readBlocks } from "./read-blocks";

/**
 * Batches of a file of lines, from where an import got to. `readLine` puts a line into the builder: its text, its number
 * from 1 on, and whether it has no end yet, as while a program writes it. With `join`, rows of several lines count as lines.
 */
export function* readBatches(
  file: string,
  { position, goesOn }: ReadFrom,
  builder: BatchBuilder,
  readLine: (text: string, line: number, isOpen: boolean) => void,
  join?: ReadBlocks["join"],
): Generator<ReadBatch> {
  const start = LinePosition.safeParse(position);
  let until = start.success ? start.data : startOfFile;
  const { behind = 0 } = until;
  let bytes = 0;
  for (const block of readBlocks(file, until, { join, leavesOpen: goesOn })) {
    let line = block.position.lines - block.lines.length + (block.position.openBytes > 0 ? 1 : 0);
    for (const text of block.lines) {
      line++;
      builder.isBehind = line <= behind;
      readLine(text, line, line > block.position.lines);
    }
    bytes += block.bytes;
    builder.isBehind = block.position.lines < behind;
    until = { ...block.position, ...(builder.isBehind && { behind }) };
    if (builder.isFull) {
      yield builder.take(until, bytes);
      bytes = 0;
    }
  }
  if (bytes > 0) yield builder.take(until, bytes);
}

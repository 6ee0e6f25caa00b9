import type { BatchBuilder, Column } from "../batch-builder";

/** What is known of a tag: its text, its column, and the plugin that its first event named. */
export interface Tag {
  name: string;
  bytes: Buffer;
  column: Column | undefined;
  plugin: string | undefined;
}

/** Tags by their bytes: the same few come again with each point, and are not decoded again. */
export class Tags {
  private readonly byHash = new Map<number, Tag[]>();

  constructor(private readonly builder: BatchBuilder) {}

  find(bytes: Buffer, from: number, to: number): Tag {
    // As FNV-1a, but four bytes a round, and then the last three.
    let hash = Math.imul(0x811c9dc5 ^ (to - from), 0x01000193);
    for (let at = from; at + 4 <= to; at += 4)
      hash = Math.imul(hash ^ bytes.readInt32LE(at), 0x01000193) ^ (hash >>> 15);
    for (let at = Math.max(from, to - 3); at < to; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
    const same = this.byHash.get(hash);
    if (same) for (const tag of same) if (isEqual(tag.bytes, bytes, from, to)) return tag;
    const own = Buffer.from(bytes.subarray(from, to));
    const tag: Tag = { name: own.toString("utf8"), bytes: own, column: undefined, plugin: undefined };
    this.byHash.set(hash, [...(same ?? []), tag]);
    return tag;
  }

  columnOf(tag: Tag): Column {
    tag.column ??= this.builder.column(tag.name);
    return tag.column;
  }
}

function isEqual(tag: Buffer, bytes: Buffer, from: number, to: number): boolean {
  if (tag.length !== to - from) return false;
  for (let index = 0; index < tag.length; index++) if (tag[index] !== bytes[from + index]) return false;
  return true;
}

import { inflateRawSync } from "node:zlib";
import { crc32 } from "../../../server/import/wandb/crc32";

/** The files of a ZIP64 archive by their names, as its directory says; every size and checksum is compared. */
export function readZip(archive: Buffer): Map<string, string> {
  const end = archive.length - 22;
  if (archive.readUInt32LE(end) !== 0x06054b50) throw new Error("no end record");
  if (archive.readUInt32LE(end - 20) !== 0x07064b50) throw new Error("no locator of the ZIP64 end record");
  const end64 = long(archive, end - 20 + 8);
  if (archive.readUInt32LE(end64) !== 0x06064b50) throw new Error("no ZIP64 end record");
  const files = new Map<string, string>();
  let at = long(archive, end64 + 48);
  for (let left = long(archive, end64 + 32); left > 0; left--) {
    if (archive.readUInt32LE(at) !== 0x02014b50) throw new Error(`no directory line at ${at}`);
    const nameLength = archive.readUInt16LE(at + 28);
    const name = archive.toString("utf8", at + 46, at + 46 + nameLength);
    const extra = at + 46 + nameLength + 4;
    const [bytes, packedBytes, offset] = [
      long(archive, extra),
      long(archive, extra + 8),
      long(archive, extra + 16),
    ];
    const data = offset + 30 + archive.readUInt16LE(offset + 26) + archive.readUInt16LE(offset + 28);
    const content = inflateRawSync(archive.subarray(data, data + packedBytes));
    if (content.length !== bytes) throw new Error(`${name} has ${content.length} bytes, not ${bytes}`);
    if (crc32(content) !== archive.readUInt32LE(at + 16)) throw new Error(`${name} has another checksum`);
    files.set(name, content.toString("utf8"));
    at = extra + 24;
  }
  return files;
}

const long = (buffer: Buffer, at: number) => Number(buffer.readBigUInt64LE(at));

import { inflateRawSync } from "node:zlib";
import { crc32 } from "../../../server/import/wandb/crc32";

/** Names and texts of the files in a ZIP archive below 4 GB, as its directory lists them; sizes and checksums are compared. */
export function readZip(archive: Buffer): [name: string, text: string][] {
  const end = archive.length - 22;
  if (archive.readUInt32LE(end) !== 0x06054b50) throw new Error("no end record");
  const files: [string, string][] = [];
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    if (archive.readUInt32LE(at) !== 0x02014b50) throw new Error(`no directory line at ${at}`);
    const nameLength = archive.readUInt16LE(at + 28);
    const name = archive.toString("utf8", at + 46, at + 46 + nameLength);
    const [packedBytes, bytes] = [archive.readUInt32LE(at + 20), archive.readUInt32LE(at + 24)];
    const offset = archive.readUInt32LE(at + 42);
    const data = offset + 30 + archive.readUInt16LE(offset + 26) + archive.readUInt16LE(offset + 28);
    const content = inflateRawSync(archive.subarray(data, data + packedBytes));
    if (content.length !== bytes) throw new Error(`${name} has ${content.length} bytes, not ${bytes}`);
    if (crc32(content) !== archive.readUInt32LE(at + 16)) throw new Error(`${name} has another checksum`);
    files.push([name, content.toString("utf8")]);
    at += 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return files;
}

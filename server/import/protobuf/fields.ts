import { WireReader } from "./wire";

/** The fields of a message that are messages, text or bytes, with their numbers, in their order. */
export function messageFields(bytes: Buffer): [number, Buffer][] {
  const found: [number, Buffer][] = [];
  const reader = new WireReader().open(bytes, 0, bytes.length);
  while (reader.next()) if (reader.isDelimited) found.push([reader.field, reader.view()]);
  return found;
}

/** The texts of one field. */
export const textFields = (bytes: Buffer, field: number): string[] =>
  messageFields(bytes)
    .filter(([number]) => number === field)
    .map(([, text]) => text.toString("utf8"));

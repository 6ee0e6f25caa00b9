/** About what a socket or a pipe takes at once. */
const chunkCharacters = 1 << 16;

/** Lines, each with its line break, as UTF-8 in chunks of some 64 KB. */
export function* textChunks(lines: Iterable<string>): Generator<Uint8Array> {
  let text = "";
  for (const line of lines) {
    text += line;
    if (text.length < chunkCharacters) continue;
    yield Buffer.from(text);
    text = "";
  }
  if (text !== "") yield Buffer.from(text);
}

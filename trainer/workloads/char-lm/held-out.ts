import { crossEntropyOf } from "../../probes/cross-entropy";
import { alphabet } from "./text";

export interface Window {
  /** Index of its first character. */
  start: number;
  /** Steps of it whose predictions count, `from` included, `to` not. */
  from: number;
  to: number;
}

/**
 * Windows of `length` characters over a text of `count` such that each character but the first is predicted once, from at
 * least half a window of characters before it where the text has them. They overlap by half; a model that is judged
 * from the start of each window would pay for what it could not know there.
 */
export function windowsOver(count: number, length: number): Window[] {
  const half = Math.ceil(length / 2);
  const windows: Window[] = [];
  let predicted = 0;
  while (predicted < count - 1) {
    const start = Math.max(0, Math.min(predicted - length + half, count - 1 - length));
    const to = Math.min(length, count - 1 - start);
    windows.push({ start, from: predicted - start, to });
    predicted = start + to;
  }
  return windows;
}

/**
 * Bits a character that a model needs to tell a text: mean of -log2 p(character | characters before it), cross-entropy in
 * bits. `logitsOf`: windows of equal length -> logits [window, step, character], read back.
 * Misleads: bits a character of texts with other alphabets do not compare.
 */
export function bitsPerCharacter(
  characters: Uint8Array,
  length: number,
  logitsOf: (windows: readonly Uint8Array[]) => Float32Array,
): number {
  const windows = windowsOver(characters.length, length);
  const rowsOfWindow = Math.min(length, characters.length - 1);
  let nats = 0;
  for (let first = 0; first < windows.length; first += windowsAtOnce) {
    const some = windows.slice(first, first + windowsAtOnce);
    const logits = logitsOf(some.map(({ start }) => characters.subarray(start, start + rowsOfWindow)));
    for (const [index, { start, from, to }] of some.entries()) {
      const row = (step: number) => (index * rowsOfWindow + step) * alphabet.length;
      const labels = Int32Array.from(characters.subarray(start + from + 1, start + to + 1));
      nats += crossEntropyOf(logits.subarray(row(from), row(to)), labels) * labels.length;
    }
  }
  return nats / Math.LN2 / (characters.length - 1);
}

/** As many as memory needs no thought for. */
const windowsAtOnce = 32;

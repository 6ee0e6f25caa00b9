import { PNG } from "pngjs";
import type { Raster } from "../samples/raster";

/** Its alpha is left out: every pixel is opaque. */
export function encodePng({ width, height, pixels }: Raster): Buffer {
  const png = new PNG({ width, height });
  png.data = Buffer.from(pixels.buffer);
  return PNG.sync.write(png, { colorType: 2 });
}

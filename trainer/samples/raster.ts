/** An RGBA image, row by row from the top left, 4 bytes a pixel. */
export interface Raster {
  width: number;
  height: number;
  pixels: Uint8ClampedArray<ArrayBuffer>;
}

export type Colour = readonly [red: number, green: number, blue: number];

export function createRaster(width: number, height: number, background: Colour): Raster {
  const pixels = new Uint8ClampedArray(new ArrayBuffer(4 * width * height));
  // Each pixel as one 32-bit number: one `set` of four bytes a pixel took longer than a training step.
  const [pixel] = new Uint32Array(Uint8Array.of(...background, 255).buffer);
  new Uint32Array(pixels.buffer).fill(pixel!);
  return { width, height, pixels };
}

/** Mixes `colour` into a pixel; pixels outside the raster are ignored. */
export function blend(
  { width, height, pixels }: Raster,
  x: number,
  y: number,
  colour: Colour,
  opacity: number,
) {
  if (x < 0 || y < 0 || x >= width || y >= height) return;
  const offset = 4 * (y * width + x);
  for (let channel = 0; channel < 3; channel += 1)
    pixels[offset + channel] = pixels[offset + channel]! * (1 - opacity) + colour[channel]! * opacity;
}

/**
 * A ring of centre (x, y) in pixels, from `inner` to `outer` radius, antialiased over one pixel; a disc where
 * `inner` is 0.
 */
export function drawRing(
  raster: Raster,
  at: { x: number; y: number; inner: number; outer: number },
  colour: Colour,
  opacity: number,
): void {
  const { x, y, inner, outer } = at;
  // Centres of pixels, which lie half a pixel in, as far out as the antialiased edge reaches.
  for (let row = Math.ceil(y - outer - 1); row <= y + outer; row += 1)
    for (let column = Math.ceil(x - outer - 1); column <= x + outer; column += 1) {
      const distance = Math.sqrt((column + 0.5 - x) ** 2 + (row + 0.5 - y) ** 2);
      const covered =
        clampShare(outer + 0.5 - distance) * (inner > 0 ? clampShare(distance - inner + 0.5) : 1);
      if (covered > 0) blend(raster, column, row, colour, opacity * covered);
    }
}

function clampShare(value: number): number {
  return Math.min(1, Math.max(0, value));
}

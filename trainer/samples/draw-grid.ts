import { type Colour, createRaster, type Raster } from "./raster";

const defaults = { gap: 3, background: [19, 20, 24] as Colour };

/**
 * Grey images in a square grid, as many as fill it. `images`: [count * side * side], black -1 to white 1; a value
 * that is not finite shows as magenta. `scale`: pixels of the picture for one of an image, so that a page need not
 * enlarge it.
 */
export function drawGrid(images: Float32Array, side: number, columns: number, scale: number): Raster {
  const { gap, background } = defaults;
  const cell = side * scale;
  const width = columns * cell + (columns + 1) * gap;
  const raster = createRaster(width, width, background);
  for (let image = 0; image < columns * columns; image += 1) {
    const left = gap + (image % columns) * (cell + gap);
    const top = gap + Math.floor(image / columns) * (cell + gap);
    for (let row = 0; row < cell; row += 1)
      for (let column = 0; column < cell; column += 1) {
        const [y, x] = [Math.floor(row / scale), Math.floor(column / scale)];
        const value = images[(image * side + y) * side + x]!;
        const grey = (value + 1) * 127.5;
        const offset = 4 * ((top + row) * width + left + column);
        raster.pixels[offset] = Number.isFinite(value) ? grey : 255;
        raster.pixels[offset + 1] = Number.isFinite(value) ? grey : 0;
        raster.pixels[offset + 2] = Number.isFinite(value) ? grey : 255;
      }
  }
  return raster;
}

import type { Mixture } from "../probes/mixture";
import { type Colour, createRaster, drawRing, type Raster } from "./raster";

/** Colours that hold on a light page and on a dark one. */
const defaults = {
  size: 320,
  background: [19, 20, 24] as Colour,
  axis: [58, 61, 69] as Colour,
  mode: [63, 207, 159] as Colour,
  sample: [255, 138, 76] as Colour,
};

/**
 * A picture of samples in the plane (x and y of one after the other) as dots over the mixture they should follow: one
 * ring of 3 sigma around each mode. The square shown reaches 1.6 times as far as the modes; samples beyond it are
 * drawn at its edge, so that a cloud that flew away does not look like an empty picture.
 */
export function drawScatter(samples: Float32Array, { centres, sigma }: Mixture): Raster {
  const { size, background, axis, mode, sample } = defaults;
  const radius = Math.max(...centres.map(([x, y]) => Math.hypot(x, y)), 3 * sigma);
  const scale = size / (2 * 1.6 * radius);
  const column = (x: number) => size / 2 + x * scale;
  const row = (y: number) => size / 2 - y * scale;
  const inside = (pixel: number) => Math.min(size - 3, Math.max(3, pixel));

  const raster = createRaster(size, size, background);
  drawRing(raster, { x: column(0), y: row(0), ...around(radius * scale, 0.5) }, axis, 0.5);
  for (const [x, y] of centres) {
    const at = { x: column(x), y: row(y) };
    drawRing(raster, { ...at, inner: 0, outer: 3 * sigma * scale }, mode, 0.16);
    drawRing(raster, { ...at, ...around(3 * sigma * scale, 0.6) }, mode, 0.9);
  }

  for (let index = 0; index < samples.length; index += 2) {
    const [x, y] = [samples[index]!, samples[index + 1]!];
    if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
    drawRing(raster, { x: inside(column(x)), y: inside(row(y)), inner: 0, outer: 1.3 }, sample, 0.75);
  }
  return raster;
}

function around(radius: number, halfWidth: number): { inner: number; outer: number } {
  return { inner: radius - halfWidth, outer: radius + halfWidth };
}

import type { Mixture } from "../probes/mixture";
import { drawGrid } from "./draw-grid";
import type { Raster } from "./raster";
import { drawScatter } from "./scatter";

/**
 * What a picture is to show, as the numbers themselves: they are fewer than its pixels, and the thread that stores a
 * picture draws it, so that no step waits. Its arrays are its own.
 */
export type Drawing =
  | { kind: "grid"; images: Float32Array<ArrayBuffer>; side: number; columns: number; scale: number }
  | { kind: "scatter"; samples: Float32Array<ArrayBuffer>; mixture: Mixture };

/** As many of the images as fill a square grid; see `drawGrid`. */
export function gridOf(images: Float32Array, side: number, columns: number, scale = 2): Drawing {
  return { kind: "grid", images: images.slice(0, (columns * side) ** 2), side, columns, scale };
}

/** Samples in the plane over the mixture that they should follow; see `drawScatter`. */
export function scatterOf(samples: Float32Array, mixture: Mixture): Drawing {
  return { kind: "scatter", samples: samples.slice(), mixture };
}

export function draw(drawing: Drawing): Raster {
  return drawing.kind === "grid"
    ? drawGrid(drawing.images, drawing.side, drawing.columns, drawing.scale)
    : drawScatter(drawing.samples, drawing.mixture);
}

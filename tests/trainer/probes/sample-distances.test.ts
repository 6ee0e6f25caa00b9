import { describe, expect, it } from "vitest";
import { createFrechetDistance } from "../../../trainer/probes/frechet-distance";
import { inceptionScore } from "../../../trainer/probes/inception-score";
import { createKernelDistance } from "../../../trainer/probes/kernel-distance";
import { createMeanDiscrepancy } from "../../../trainer/probes/mean-discrepancy";
import { squaredDistances } from "../../../trainer/probes/pairwise-distances";
import { createPrecisionRecall } from "../../../trainer/probes/precision-recall";
import { reverseKl } from "../../../trainer/probes/reverse-kl";
import { meanPairwiseDistance } from "../../../trainer/probes/sample-diversity";
import { randomStream } from "../../../trainer/random";
import { onBackend } from "../on-backend";

onBackend();

function gaussian(count: number, d: number, seed: number, deviation = 1, shift = 0): Float32Array {
  return randomStream(seed, "test")
    .fillNormal(new Float32Array(count * d), deviation)
    .map((value) => value + shift);
}

/** The rows of a flat array as plain arrays, for second computations written from the definitions. */
function rowsOf(values: Float32Array, d: number): number[][] {
  return Array.from({ length: values.length / d }, (_, row) => [...values.subarray(row * d, (row + 1) * d)]);
}

const distance = (a: number[], b: number[]) => Math.hypot(...a.map((entry, index) => entry - b[index]!));
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** E k(x, x') + E k(y, y') - 2 E k(x, y) over all pairs of different samples, by the definition. */
function unbiasedDiscrepancy(x: number[][], y: number[][], kernel: (a: number[], b: number[]) => number) {
  const among = (rows: number[][]) =>
    mean(rows.flatMap((a, i) => rows.filter((_, j) => j !== i).map((b) => kernel(a, b))));
  return among(x) + among(y) - 2 * mean(x.flatMap((a) => y.map((b) => kernel(a, b))));
}

describe("squared distances", () => {
  it("are those of the definition, far from the origin too", () => {
    const [left, right] = [gaussian(7, 5, 1, 1, 300), gaussian(9, 5, 2, 1, 300)];
    const expected = rowsOf(left, 5).flatMap((a) => rowsOf(right, 5).map((b) => distance(a, b) ** 2));
    for (const [index, value] of squaredDistances(left, right, 5).entries())
      expect(value / expected[index]!).toBeCloseTo(1, 4);
  });

  it("are NaN for a row that is not finite, and for no other", () => {
    const table = squaredDistances(
      Float32Array.of(0, 0, Number.NaN, 1, 3, 4),
      Float32Array.of(0, 0, Number.POSITIVE_INFINITY, 1),
      2,
    );
    expect([...table]).toEqual([0, Number.NaN, Number.NaN, Number.NaN, 25, Number.NaN]);
  });
});

describe("Frechet distance", () => {
  it("between Gaussians with diagonal covariances is that of their means and deviations", () => {
    // Two points of each axis at +-1 around the mean: a covariance that is diagonal exactly.
    const cross = (scales: number[], centre: number[]) =>
      Float32Array.from(
        scales
          .flatMap((scale, axis) =>
            [1, -1].map((sign) => centre.map((entry, index) => entry + (index === axis ? sign * scale : 0))),
          )
          .flat(),
      );
    const variance = (scale: number) => (2 * scale ** 2) / 5;
    const reals = createFrechetDistance(cross([1, 2, 3], [0, 0, 0]), 3);
    const expected = [1, 2, 3].reduce(
      (sum, scale, axis) => sum + (Math.sqrt(variance(scale)) - Math.sqrt(variance([2, 2, 1][axis]!))) ** 2,
      1 + 4,
    );
    expect(reals.distanceOf(cross([2, 2, 1], [1, -2, 0]))).toBeCloseTo(expected, 10);
  });

  it("agrees with the trace of a root found by Newton's iteration, where covariances do not commute", () => {
    const d = 4;
    const mixed = (seed: number) => {
      const values = gaussian(50, d, seed);
      for (let index = 0; index < values.length; index += 1)
        if (index % d > 0) values[index] = values[index]! + (seed / 4) * values[index - 1]!;
      return values;
    };
    const [x, y] = [mixed(1), mixed(3)];
    const [cx, cy] = [covarianceOf(rowsOf(x, d)), covarianceOf(rowsOf(y, d))];
    const root = newtonRoot(product(cx, cy));
    const trace = (matrix: number[][]) => matrix.reduce((sum, row, index) => sum + row[index]!, 0);
    const expected =
      distance(meanOf(rowsOf(x, d)), meanOf(rowsOf(y, d))) ** 2 + trace(cx) + trace(cy) - 2 * trace(root);
    expect(createFrechetDistance(y, d).distanceOf(x)).toBeCloseTo(expected, 9);
  });

  it("is 0 between a set and itself in another order, also with fewer samples than features", () => {
    const features = gaussian(5, 8, 3);
    const turned = Float32Array.from(rowsOf(features, 8).reverse().flat());
    expect(Math.abs(createFrechetDistance(features, 8).distanceOf(turned))).toBeLessThan(1e-6);
  });
});

describe("kernel distance", () => {
  it("is the unbiased discrepancy of the cubic kernel", () => {
    const [x, y] = [gaussian(12, 6, 1, 1, 0.5), gaussian(15, 6, 2)];
    const kernel = (a: number[], b: number[]) =>
      (a.reduce((sum, entry, index) => sum + entry * b[index]!, 0) / 6 + 1) ** 3;
    const expected = unbiasedDiscrepancy(rowsOf(x, 6), rowsOf(y, 6), kernel);
    expect(createKernelDistance(y, 6).distanceOf(x)).toBeCloseTo(expected, 5);
  });

  it("averages to 0 over sets of one distribution", () => {
    const values = Array.from({ length: 200 }, (_, trial) =>
      createKernelDistance(gaussian(20, 3, 2 * trial), 3).distanceOf(gaussian(20, 3, 2 * trial + 1)),
    );
    const error = Math.sqrt(mean(values.map((value) => value ** 2)) / values.length);
    expect(Math.abs(mean(values))).toBeLessThan(3 * error);
    expect(values.some((value) => value < 0)).toBe(true);
  });
});

describe("mean discrepancy", () => {
  it("is the unbiased discrepancy of a Gaussian kernel as wide as the median distance between reals", () => {
    const [x, y] = [gaussian(12, 4, 1, 2), gaussian(14, 4, 2)];
    const reals = rowsOf(y, 4);
    const distances = reals.flatMap((a, i) => reals.slice(i + 1).map((b) => distance(a, b)));
    const sorted = distances.sort((a, b) => a - b);
    const width = Math.sqrt((sorted[45]! ** 2 + sorted[45]! ** 2) / 2);
    expect(sorted).toHaveLength(91);
    const discrepancy = createMeanDiscrepancy(y, 4);
    expect(discrepancy.width).toBeCloseTo(width, 5);
    const kernel = (a: number[], b: number[]) => Math.exp(-(distance(a, b) ** 2) / (2 * width ** 2));
    expect(discrepancy.distanceOf(x)).toBeCloseTo(unbiasedDiscrepancy(rowsOf(x, 4), reals, kernel), 5);
  });

  it("is about 0 for alike sets and 2 for sets that are far apart and each at one point", () => {
    const reals = gaussian(200, 2, 5);
    const discrepancy = createMeanDiscrepancy(reals, 2);
    expect(Math.abs(discrepancy.distanceOf(gaussian(200, 2, 6)))).toBeLessThan(0.02);
    const among = discrepancy.distanceOf(new Float32Array(400).fill(1e4)) - 1;
    expect(among).toBeGreaterThan(0);
    expect(discrepancy.distanceOf(new Float32Array(400).fill(Number.NaN))).toBeNaN();
  });
});

describe("sample diversity", () => {
  it("is the mean distance over pairs", () => {
    expect(meanPairwiseDistance(Float32Array.of(0, 0, 3, 4, 0, 0), 2)).toBeCloseTo(10 / 3, 6);
    const samples = gaussian(20, 5, 7);
    const rows = rowsOf(samples, 5);
    const expected = mean(rows.flatMap((a, i) => rows.slice(i + 1).map((b) => distance(a, b))));
    expect(meanPairwiseDistance(samples, 5)).toBeCloseTo(expected, 5);
  });

  it("is 0 for a generator that collapsed to one point", () => {
    expect(meanPairwiseDistance(new Float32Array(40).fill(0.3), 2)).toBe(0);
  });
});

describe("Inception score", () => {
  it("is the number of classes when each sample is surely of one and all are met equally", () => {
    const logits = new Float32Array(16);
    for (let sample = 0; sample < 4; sample += 1) logits[sample * 4 + sample] = 200;
    expect(inceptionScore(logits, 4)).toBeCloseTo(4, 6);
  });

  it("is 1 when all samples are alike, or none is of any class", () => {
    expect(inceptionScore(Float32Array.of(50, 0, 50, 0), 2)).toBeCloseTo(1, 9);
    expect(inceptionScore(new Float32Array(12), 3)).toBeCloseTo(1, 9);
  });

  it("is the exponential of the mutual information of sample and class", () => {
    const shares = [
      [0.7, 0.2, 0.1],
      [0.1, 0.3, 0.6],
    ];
    const logits = Float32Array.from(shares.flat().map((share) => Math.log(share) + 5));
    const marginal = [0.4, 0.25, 0.35];
    const divergences = shares.map((row) =>
      row.reduce((sum, share, index) => sum + share * Math.log(share / marginal[index]!), 0),
    );
    expect(inceptionScore(logits, 3)).toBeCloseTo(Math.exp(mean(divergences)), 6);
  });
});

describe("precision, recall, density and coverage", () => {
  const report = (reals: Float32Array, samples: Float32Array, d: number) => {
    const points = new Map<string, number>();
    createPrecisionRecall(reals, d).report(points, samples);
    return Object.fromEntries(points) as Record<string, number>;
  };

  /** By the definitions: balls as lists of neighbours by sorting all distances. */
  function bruteForce(reals: number[][], samples: number[][], k = 5) {
    const radius = (point: number[], set: number[][]) =>
      set
        .filter((other) => other !== point)
        .map((other) => distance(point, other))
        .sort((a, b) => a - b)[k - 1]!;
    const inRealBall = (sample: number[], real: number[]) => distance(sample, real) <= radius(real, reals);
    return {
      "sample/precision": mean(samples.map((x) => Number(reals.some((y) => inRealBall(x, y))))),
      "sample/recall": mean(
        reals.map((y) => Number(samples.some((x) => distance(x, y) <= radius(x, samples)))),
      ),
      "sample/density": mean(samples.map((x) => reals.filter((y) => inRealBall(x, y)).length)) / k,
      "sample/coverage": mean(reals.map((y) => Number(samples.some((x) => inRealBall(x, y))))),
    };
  }

  it("follow the definitions", () => {
    const [reals, samples] = [gaussian(40, 3, 1), gaussian(30, 3, 2, 0.6, 0.5)];
    const expected = bruteForce(rowsOf(reals, 3), rowsOf(samples, 3));
    const found = report(reals, samples, 3);
    for (const [name, value] of Object.entries(expected)) expect(found[name], name).toBeCloseTo(value, 9);
    expect(found["sample/precision"]).toBeGreaterThan(found["sample/recall"]!);
  });

  it("come near 1 between two sets of one distribution, coverage to the share known in closed form", () => {
    const found = report(gaussian(400, 2, 3), gaussian(400, 2, 4), 2);
    expect(found["sample/precision"]).toBeGreaterThan(0.95);
    expect(found["sample/recall"]).toBeGreaterThan(0.95);
    expect(found["sample/density"]).toBeCloseTo(1, 1);
    const missed = [1, 2, 3, 4, 5].reduce((share, k) => (share * (400 - k)) / (800 - k), 1);
    expect(found["sample/coverage"]).toBeCloseTo(1 - missed, 1);
  });

  it("tell collapse, precise and of no recall, from samples that lie anywhere else", () => {
    const reals = gaussian(100, 2, 5);
    const collapsed = report(reals, new Float32Array(200), 2);
    expect(collapsed["sample/precision"]).toBe(1);
    expect(collapsed["sample/recall"]).toBe(0);
    expect(collapsed["sample/coverage"]).toBeLessThan(0.3);
    expect(Object.values(report(reals, gaussian(100, 2, 6, 0.1, 50), 2))).toEqual([0, 0, 0, 0]);
  });

  it("draw no ball around a sample without five finite neighbours", () => {
    const samples = new Float32Array(60).fill(Number.NaN);
    samples.set([0.1, 0.1, 0.2, 0.2]);
    const found = report(gaussian(50, 2, 7), samples, 2);
    expect(found["sample/recall"]).toBe(0);
    expect(found["sample/precision"]).toBeCloseTo(2 / 30, 6);
  });

  it("count samples that are not finite as far from everything", () => {
    const [reals, samples] = [gaussian(50, 2, 7), gaussian(50, 2, 8)];
    expect(report(reals, samples, 2)["sample/precision"]).toBeGreaterThan(0.9);
    for (let row = 0; row < 10; row += 1) samples[2 * row] = row < 5 ? Number.NaN : Number.POSITIVE_INFINITY;
    const found = report(reals, samples, 2);
    expect(found["sample/precision"]).toBeLessThanOrEqual(0.8);
    expect(found["sample/recall"]).toBeGreaterThan(0.8);
  });
});

describe("reverse Kullback-Leibler divergence over modes", () => {
  const pair = { centres: [[1, 0] as const, [-1, 0] as const], sigma: 0.1 };

  it("is 0 for even shares, log K for one mode, and between them that of the shares", () => {
    expect(reverseKl(Float32Array.of(1, 0, -1, 0), pair)).toBe(0);
    expect(reverseKl(Float32Array.of(1, 0.1, 2, 0), pair)).toBeCloseTo(Math.log(2), 12);
    const threeToOne = 0.75 * Math.log(1.5) + 0.25 * Math.log(0.5);
    expect(reverseKl(Float32Array.of(1, 0, 1, 1, 3, 0, -1, 0), pair)).toBeCloseTo(threeToOne, 12);
  });

  it("leaves out samples that are not finite, and is NaN without any other", () => {
    expect(reverseKl(Float32Array.of(1, 0, -1, 0, Number.NaN, 0, Number.POSITIVE_INFINITY, 0), pair)).toBe(0);
    expect(reverseKl(Float32Array.of(0, Number.NaN), pair)).toBeNaN();
  });
});

const meanOf = (rows: number[][]) => rows[0]!.map((_, index) => mean(rows.map((row) => row[index]!)));

function covarianceOf(rows: number[][]): number[][] {
  const centre = meanOf(rows);
  return centre.map((_, i) =>
    centre.map(
      (_, j) =>
        rows.reduce((sum, row) => sum + (row[i]! - centre[i]!) * (row[j]! - centre[j]!), 0) /
        (rows.length - 1),
    ),
  );
}

function product(a: number[][], b: number[][]): number[][] {
  return a.map((row) => b[0]!.map((_, j) => row.reduce((sum, entry, k) => sum + entry * b[k]![j]!, 0)));
}

/** Denman & Beavers 1976: Y -> sqrt(A), by inverses only; no eigenvalues. */
function newtonRoot(matrix: number[][]): number[][] {
  let y = matrix;
  let z = matrix.map((row, i) => row.map((_, j) => Number(i === j)));
  const halfSum = (a: number[][], b: number[][]) => a.map((row, i) => row.map((x, j) => (x + b[i]![j]!) / 2));
  for (let iteration = 0; iteration < 30; iteration += 1)
    [y, z] = [halfSum(y, inverse(z)), halfSum(z, inverse(y))];
  return y;
}

/** Gauss-Jordan with pivots. */
function inverse(matrix: number[][]): number[][] {
  const n = matrix.length;
  const rows = matrix.map((row, i) => [...row, ...row.map((_, j) => Number(i === j))]);
  for (let column = 0; column < n; column += 1) {
    const candidates = rows.slice(column).map((row) => Math.abs(row[column]!));
    const pivot = column + candidates.indexOf(Math.max(...candidates));
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    const scale = rows[column]![column]!;
    rows[column] = rows[column]!.map((entry) => entry / scale);
    for (let row = 0; row < n; row += 1) {
      if (row === column) continue;
      const factor = rows[row]![column]!;
      rows[row] = rows[row]!.map((entry, index) => entry - factor * rows[column]![index]!);
    }
  }
  return rows.map((row) => row.slice(n));
}

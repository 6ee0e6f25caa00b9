import { describe, expect, it } from "vitest";
import { createFrechetDistance } from "../../../trainer/probes/frechet-distance";
import { onBackend } from "../on-backend";
import { distance, gaussian, mean, rowsOf } from "./sample-sets";

onBackend();

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

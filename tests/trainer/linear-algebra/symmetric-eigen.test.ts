import { describe, expect, it } from "vitest";
import { momentsOf } from "../../../trainer/linear-algebra/moments";
import { multiply } from "../../../trainer/linear-algebra/multiply";
import { squareRoot } from "../../../trainer/linear-algebra/square-root";
import { symmetricEigen } from "../../../trainer/linear-algebra/symmetric-eigen";
import { symmetricEigenvalues } from "../../../trainer/linear-algebra/symmetric-eigenvalues";
import { randomStream } from "../../../trainer/random";

function randomSymmetric(n: number): Float64Array {
  const random = randomStream(n, "test");
  const matrix = new Float64Array(n * n);
  for (let row = 0; row < n; row += 1)
    for (let column = 0; column <= row; column += 1) {
      const entry = random.normal();
      matrix[row * n + column] = entry;
      matrix[column * n + row] = entry;
    }
  return matrix;
}

const at = (matrix: Float64Array, n: number, row: number, column: number) => matrix[row * n + column]!;
const sorted = (values: Iterable<number>) => [...values].sort((a, b) => a - b);

describe("symmetric eigen-decomposition", () => {
  it("finds the known eigenvalues of the discrete Laplacian, 2 - 2 cos(k pi / (n + 1))", () => {
    const n = 20;
    const laplacian = new Float64Array(n * n);
    for (let row = 0; row < n; row += 1) {
      laplacian[row * n + row] = 2;
      if (row > 0) laplacian[row * n + row - 1] = -1;
      if (row < n - 1) laplacian[row * n + row + 1] = -1;
    }
    const { values } = symmetricEigen(laplacian, n);
    for (const [index, value] of sorted(values).entries())
      expect(value).toBeCloseTo(2 - 2 * Math.cos(((index + 1) * Math.PI) / (n + 1)), 13);
  });

  it("gives orthonormal vectors with A v = lambda v", () => {
    const n = 30;
    const matrix = randomSymmetric(n);
    const { values, vectors } = symmetricEigen(matrix, n);
    const images = multiply(matrix, vectors, n);
    for (let k = 0; k < n; k += 1)
      for (let row = 0; row < n; row += 1) {
        expect(at(images, n, row, k)).toBeCloseTo(values[k]! * at(vectors, n, row, k), 12);
        let product = 0;
        for (let index = 0; index < n; index += 1)
          product += at(vectors, n, index, k) * at(vectors, n, index, row);
        expect(product).toBeCloseTo(k === row ? 1 : 0, 12);
      }
  });

  it("resolves eigenvalues that are equal, 0 or of very different size", () => {
    const turned = (values: number[]) => {
      const n = values.length;
      const { vectors } = symmetricEigen(randomSymmetric(n), n);
      const transposed = vectors.map((_, index) => at(vectors, n, index % n, Math.floor(index / n)));
      const scaled = vectors.map((entry, index) => entry * values[index % n]!);
      return symmetricEigen(multiply(scaled, transposed, n), n).values;
    };
    for (const values of [
      [-3, 0, 0, 2, 2, 2],
      [0, 0, 0],
      [1e-8, 1, 1e4],
    ])
      for (const [index, value] of sorted(turned(values)).entries())
        expect(Math.abs(value - sorted(values)[index]!)).toBeLessThanOrEqual(1e-14 * Math.max(...values));
  });

  it("answers NaN for a matrix that holds one", () => {
    expect([...symmetricEigen(Float64Array.of(1, Number.NaN, Number.NaN, 1), 2).values]).toEqual([
      Number.NaN,
      Number.NaN,
    ]);
  });
});

describe("symmetric eigenvalues alone", () => {
  it("are those of the decomposition, of whatever size and rank", () => {
    for (const n of [1, 2, 3, 10, 33, 64]) {
      const matrix = randomSymmetric(n);
      const singular = momentsOf(
        randomStream(n, "rows").fillNormal(new Float32Array(4 * n), 3),
        n,
      ).covariance;
      for (const each of [matrix, singular, matrix.map((entry) => entry * 1e-12)]) {
        const expected = sorted(symmetricEigen(each, n).values);
        const largest = Math.max(...expected.map(Math.abs));
        for (const [index, value] of sorted(symmetricEigenvalues(each, n)).entries())
          expect(Math.abs(value - expected[index]!)).toBeLessThanOrEqual(1e-13 * largest);
      }
    }
  });

  it("are exact where there is nothing to do, and NaN where an entry is", () => {
    expect(sorted(symmetricEigenvalues(Float64Array.of(3, 0, 0, 0, 0, 0, 0, 0, -2), 3))).toEqual([-2, 0, 3]);
    expect(sorted(symmetricEigenvalues(Float64Array.of(0, 1, 1, 0), 2))).toEqual([
      expect.closeTo(-1, 15),
      expect.closeTo(1, 15),
    ]);
    expect([...symmetricEigenvalues(Float64Array.of(1, Number.NaN, Number.NaN, 1), 2)]).toEqual([
      Number.NaN,
      Number.NaN,
    ]);
  });
});

describe("square root", () => {
  it("of a covariance, singular too, multiplied by itself is the covariance", () => {
    const rows = randomStream(1, "test").fillNormal(new Float32Array(5 * 12), 3);
    const { covariance } = momentsOf(rows, 12);
    const root = squareRoot(covariance, 12);
    for (const [index, entry] of multiply(root, root, 12).entries())
      expect(entry).toBeCloseTo(covariance[index]!, 10);
  });
});

describe("moments", () => {
  it("are the mean and the unbiased covariance, also far from 0", () => {
    const { mean, covariance } = momentsOf(Float32Array.of(4096, 1, 4098, 5, 4100, 0), 2);
    expect([...mean]).toEqual([4098, 2]);
    // Deviations (-2, -1), (0, 3), (2, -2): squares 8 and 14, products 2 - 4.
    expect([...covariance]).toEqual([4, -1, -1, 7]);
  });
});

import { symmetricEigen } from "./symmetric-eigen";

/**
 * The symmetric square root of a symmetric matrix without negative eigenvalues: V diag(sqrt(lambda)) V'. Eigenvalues
 * that rounding made negative count as 0.
 */
export function squareRoot(matrix: Float64Array, n: number): Float64Array {
  const { values, vectors } = symmetricEigen(matrix, n);
  const roots = values.map((value) => Math.sqrt(Math.max(0, value)));
  const root = new Float64Array(n * n);
  for (let row = 0; row < n; row += 1)
    for (let column = 0; column <= row; column += 1) {
      let sum = 0;
      for (let k = 0; k < n; k += 1) sum += vectors[row * n + k]! * roots[k]! * vectors[column * n + k]!;
      root[row * n + column] = sum;
      root[column * n + row] = sum;
    }
  return root;
}

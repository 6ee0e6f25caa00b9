/** Eigenvalues in no particular order; eigenvector k is column k of `vectors` (n x n, row by row), orthonormal. */
export interface SymmetricEigen {
  values: Float64Array;
  vectors: Float64Array;
}

const defaults = {
  /** Entries off the diagonal below this share of the matrix's Frobenius norm count as 0: float64's resolution. */
  negligible: 1e-16,
  /** Convergence is quadratic: a 64 x 64 covariance needs 7 to 9. */
  mostSweeps: 40,
};

/**
 * Eigenvalues and eigenvectors of a real symmetric matrix (n x n, row by row).
 *
 * Cyclic Jacobi (Golub & Van Loan, Matrix Computations, section 8.5): a rotation in the plane of rows p and q makes
 * entry (p, q) zero; sweeps over all pairs go on until nothing is left off the diagonal. Slow, but twenty lines that
 * cannot go wrong; where only eigenvalues are wanted, symmetric-eigenvalues.ts is ten times as fast. O(n^3) a sweep, in float64; absolute error of an eigenvalue
 * about 1e-15 norm(A). A matrix with an entry that is not finite gives NaN.
 */
export function symmetricEigen(matrix: Float64Array, n: number): SymmetricEigen {
  const vectors = new Float64Array(n * n);
  for (let index = 0; index < n; index += 1) vectors[index * n + index] = 1;
  return { values: diagonalize(matrix, n, vectors), vectors };
}

function diagonalize(matrix: Float64Array, n: number, vectors: Float64Array): Float64Array {
  const a = matrix.slice();
  const negligible = defaults.negligible * frobeniusNorm(a);
  if (!Number.isFinite(negligible)) return new Float64Array(n).fill(Number.NaN);
  for (let sweep = 0; sweep < defaults.mostSweeps; sweep += 1) {
    let isDiagonal = true;
    for (let p = 0; p < n - 1; p += 1)
      for (let q = p + 1; q < n; q += 1) {
        if (Math.abs(a[p * n + q]!) <= negligible) continue;
        rotate(a, vectors, n, p, q);
        isDiagonal = false;
      }
    if (isDiagonal) break;
  }
  return Float64Array.from({ length: n }, (_, index) => a[index * n + index]!);
}

/** A <- R' A R and V <- V R, where R turns axes p and q so that A[p, q] becomes 0, by at most 45 degrees. */
function rotate(a: Float64Array, vectors: Float64Array, n: number, p: number, q: number): void {
  const between = a[p * n + q]!;
  const cotangent2 = (a[q * n + q]! - a[p * n + p]!) / (2 * between);
  const tangent = (cotangent2 < 0 ? -1 : 1) / (Math.abs(cotangent2) + Math.hypot(cotangent2, 1));
  const cosine = 1 / Math.hypot(tangent, 1);
  const sine = tangent * cosine;
  for (let index = 0; index < n; index += 1) turnPair(a, index * n + p, index * n + q, cosine, sine);
  for (let index = 0; index < n; index += 1) turnPair(vectors, index * n + p, index * n + q, cosine, sine);
  for (let index = 0; index < n; index += 1) turnPair(a, p * n + index, q * n + index, cosine, sine);
  a[p * n + q] = 0;
  a[q * n + p] = 0;
}

function turnPair(values: Float64Array, first: number, second: number, cosine: number, sine: number): void {
  const x = values[first]!;
  const y = values[second]!;
  values[first] = cosine * x - sine * y;
  values[second] = sine * x + cosine * y;
}

function frobeniusNorm(matrix: Float64Array): number {
  let squares = 0;
  for (const entry of matrix) squares += entry * entry;
  return Math.sqrt(squares);
}

const defaults = {
  /** Off the diagonal, this share of the two entries beside it counts as 0: float64's resolution. */
  negligible: 2 ** -52,
  /** For one eigenvalue; two or three are usual. */
  mostRotations: 50,
};

/**
 * The eigenvalues of a real symmetric matrix (n x n, row by row), in no particular order, without its vectors.
 *
 * Householder's reflections make it tridiagonal, then QR steps with Wilkinson's shift take off one eigenvalue after the
 * other (Golub & Van Loan, Matrix Computations, sections 8.3.1 and 8.3.3): a tenth of the time of Jacobi's rotations
 * beside this file, which give vectors. 4/3 n^3, in float64; absolute error about 1e-15 norm(A). A matrix with an entry
 * that is not finite gives NaN.
 */
export function symmetricEigenvalues(matrix: Float64Array, n: number): Float64Array {
  if (!matrix.every(Number.isFinite)) return new Float64Array(n).fill(Number.NaN);
  const { diagonal, beside } = tridiagonal(matrix.slice(), n);
  for (let last = n - 1; last > 0; last -= 1)
    for (let rotation = 0; rotation < defaults.mostRotations; rotation += 1) {
      let first = last;
      while (first > 0 && !isNegligible(diagonal, beside, first - 1)) first -= 1;
      if (first === last) break;
      chase(diagonal, beside, first, last);
    }
  return diagonal;
}

/** The diagonal and what stands beside it, entry k between rows k and k + 1. Overwrites `a`. */
function tridiagonal(a: Float64Array, n: number): { diagonal: Float64Array; beside: Float64Array } {
  const diagonal = new Float64Array(n);
  const beside = new Float64Array(n);
  const v = new Float64Array(n);
  const w = new Float64Array(n);
  for (let k = 0; k < n; k += 1) {
    diagonal[k] = a[k * n + k]!;
    if (k === n - 1) break;
    let squares = 0;
    for (let row = k + 1; row < n; row += 1) {
      v[row] = a[row * n + k]!;
      squares += v[row]! * v[row]!;
    }
    // Away from v's first entry, so that nothing cancels in v - (norm, 0, ..., 0).
    const head = v[k + 1]!;
    const norm = head > 0 ? -Math.sqrt(squares) : Math.sqrt(squares);
    beside[k] = norm;
    v[k + 1] = head - norm;
    const half = squares - head * norm;
    if (half > 0) reflect(a, n, k + 1, v, w, half);
  }
  return { diagonal, beside };
}

/** A <- H A H for the rows and columns from `start` on, where H = I - v v' / half and half = v'v / 2. */
function reflect(
  a: Float64Array,
  n: number,
  start: number,
  v: Float64Array,
  w: Float64Array,
  half: number,
): void {
  let along = 0;
  for (let row = start; row < n; row += 1) {
    let sum = 0;
    for (let column = start; column < n; column += 1) sum += a[row * n + column]! * v[column]!;
    w[row] = sum / half;
    along += w[row]! * v[row]!;
  }
  for (let row = start; row < n; row += 1) w[row] = w[row]! - (along / (2 * half)) * v[row]!;
  for (let row = start; row < n; row += 1)
    for (let column = start; column < n; column += 1)
      a[row * n + column] = a[row * n + column]! - v[row]! * w[column]! - w[row]! * v[column]!;
}

function isNegligible(diagonal: Float64Array, beside: Float64Array, place: number): boolean {
  const around = Math.abs(diagonal[place]!) + Math.abs(diagonal[place + 1]!);
  return Math.abs(beside[place]!) <= defaults.negligible * around;
}

/** One implicit QR step on the rows from `first` to `last`: a bulge beside the diagonal is chased out at the end. */
function chase(diagonal: Float64Array, beside: Float64Array, first: number, last: number): void {
  const [link, end] = [beside[last - 1]!, diagonal[last]!];
  const apart = (diagonal[last - 1]! - end) / 2;
  const shift = end - (link * link) / (apart + (apart < 0 ? -1 : 1) * Math.hypot(apart, link));
  let x = diagonal[first]! - shift;
  let bulge = beside[first]!;
  for (let k = first; k < last; k += 1) {
    const length = Math.hypot(x, bulge);
    const [cosine, sine] = length > 0 ? [x / length, bulge / length] : [1, 0];
    if (k > first) beside[k - 1] = length;
    const [p, q, r] = [diagonal[k]!, beside[k]!, diagonal[k + 1]!];
    diagonal[k] = cosine * (cosine * p + sine * q) + sine * (cosine * q + sine * r);
    diagonal[k + 1] = sine * (sine * p - cosine * q) - cosine * (sine * q - cosine * r);
    beside[k] = cosine * (cosine * q + sine * r) - sine * (cosine * p + sine * q);
    x = beside[k]!;
    if (k === last - 1) return;
    bulge = sine * beside[k + 1]!;
    beside[k + 1] = cosine * beside[k + 1]!;
  }
}

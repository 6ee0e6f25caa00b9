/** A B for n x n matrices, row by row, in float64. */
export function multiply(left: Float64Array, right: Float64Array, n: number): Float64Array {
  const product = new Float64Array(n * n);
  for (let row = 0; row < n; row += 1)
    for (let inner = 0; inner < n; inner += 1) {
      const factor = left[row * n + inner]!;
      for (let column = 0; column < n; column += 1)
        product[row * n + column] = product[row * n + column]! + factor * right[inner * n + column]!;
    }
  return product;
}

/** Clamps every entry to [-limit, limit] in place; NaN stays NaN. */
export function clamp(values: Float32Array, limit: number): void {
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index]!;
    if (value > limit) values[index] = limit;
    else if (value < -limit) values[index] = -limit;
  }
}

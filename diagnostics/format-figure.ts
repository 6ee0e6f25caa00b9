/**
 * Numbers as people read them: three significant digits (0.0312, 412, 1.24e5), steps grouped with a
 * narrow space (12 400), non-finite values as words.
 */
export function formatFigure(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "+Inf" : "-Inf";
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1e4 || size < 1e-3) {
    const [mantissa, exponent] = value.toExponential(2).split("e") as [string, string];
    return `${Number(mantissa)}e${Number(exponent)}`;
  }
  if (size >= 1000) return Math.round(value).toString();
  return Number(value.toPrecision(3)).toString();
}

export function formatStep(step: number): string {
  return step < 10_000 ? String(step) : String(step).replace(/\B(?=(\d{3})+$)/g, " ");
}

/** Where a reader of bytes is. */
export interface Cursor {
  at: number;
}

const [zero, nine, minus, plus, point] = [48, 57, 45, 43, 46];
const [upperE, lowerE] = [69, 101];

/** Digits that two whole numbers below 2^30 hold. */
const half = 9;
/** Powers of ten that a double holds exactly. */
const mostScale = 22;
const powers = Array.from({ length: mostScale + 1 }, (_, scale) => 10 ** scale);

/** Cuts a double into two of 26 bits, whose products are exact (Veltkamp). */
const splitter = 2 ** 27 + 1;
const upperHalf = (value: number): number => {
  const scaled = splitter * value;
  return scaled - (scaled - value);
};
const upperPowers = powers.map(upperHalf);

/**
 * The number that begins at the cursor, exactly as JSON.parse reads it, and the cursor behind it; undefined, and the cursor
 * anywhere, where JSON has no number there. Digits come as two whole numbers, hence without a string; the quotient by a
 * power of ten is taken to 100 bits (Dekker 1971), and where even that leaves open which double is next, Number decides.
 */
export function readDecimal(bytes: Buffer, cursor: Cursor): number | undefined {
  const from = cursor.at;
  const isNegative = bytes[from] === minus;
  let at = isNegative ? from + 1 : from;
  let high = 0;
  let low = 0;
  let digits = 0;
  let scale = 0;
  let next = bytes[at] as number;
  if (!isDigit(next)) return undefined;
  if (next === zero) {
    next = bytes[++at] as number;
    if (isDigit(next)) return undefined;
  } else
    do {
      if (digits < half) high = 10 * high + next - zero;
      else if (digits < 2 * half) low = 10 * low + next - zero;
      digits++;
      next = bytes[++at] as number;
    } while (isDigit(next));
  if (next === point) {
    next = bytes[++at] as number;
    if (!isDigit(next)) return undefined;
    do {
      if (digits < half) high = 10 * high + next - zero;
      else if (digits < 2 * half) low = 10 * low + next - zero;
      // Zeros before the first digit of all only move the point.
      if (digits > 0 || next !== zero) digits++;
      scale++;
      next = bytes[++at] as number;
    } while (isDigit(next));
  }
  if (next === lowerE || next === upperE) {
    next = bytes[++at] as number;
    const isBelow = next === minus;
    if (isBelow || next === plus) next = bytes[++at] as number;
    if (!isDigit(next)) return undefined;
    let exponent = 0;
    do {
      exponent = Math.min(10 * exponent + next - zero, 10_000);
      next = bytes[++at] as number;
    } while (isDigit(next));
    scale += isBelow ? exponent : -exponent;
  }
  cursor.at = at;
  const size =
    digits > 2 * half || Math.abs(scale) > mostScale ? undefined : sizeOf(high, low, digits, scale);
  if (size === undefined) return Number(bytes.toString("latin1", from, at));
  return isNegative ? -size : size;
}

const isDigit = (byte: number): boolean => byte >= zero && byte <= nine;

/** The double next to `high` and `low`, of nine digits each or fewer, over 10^scale; undefined where that is too close to call. */
function sizeOf(high: number, low: number, digits: number, scale: number): number | undefined {
  // Exact: 10^9 is 2^9 times a number of 21 bits.
  const upper = digits > half ? high * (powers[digits - half] as number) : high;
  const whole = upper + low;
  const rest = low - (whole - upper);
  if (scale === 0) return whole;
  // Of two exact numbers the processor takes product and quotient as they should be.
  if (rest === 0) return scale > 0 ? whole / (powers[scale] as number) : whole * (powers[-scale] as number);
  if (scale < 0) return undefined;
  const power = powers[scale] as number;
  const upperPower = upperPowers[scale] as number;
  const lowerPower = power - upperPower;
  const quotient = whole / power;
  const product = quotient * power;
  const upperQuotient = upperHalf(quotient);
  const lowerQuotient = quotient - upperQuotient;
  const productError =
    upperQuotient * upperPower -
    product +
    upperQuotient * lowerPower +
    lowerQuotient * upperPower +
    lowerQuotient * lowerPower;
  const correction = (whole - product - productError + rest) / power;
  const doubt = quotient * 2 ** -90;
  const result = quotient + (correction - doubt);
  return result === quotient + (correction + doubt) ? result : undefined;
}

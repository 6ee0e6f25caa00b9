/** What a number looks like everywhere: three or four significant digits, non-finite values as words. */

const suffixes = [
  { from: 1e12, suffix: "T" },
  { from: 1e9, suffix: "G" },
  { from: 1e6, suffix: "M" },
  { from: 1e4, divisor: 1e3, suffix: "k" },
] as const;

const NARROW_NO_BREAK_SPACE = "\u202f";

/** `0.0312`, `1.24e-5`, `12.4 M`, `NaN`, `+Inf`. A value that is absent is an empty string, never "-". */
export function formatNumber(value: number | null | undefined): string {
  if (value === null || value === undefined) return "";
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "+Inf" : "-Inf";
  if (value === 0) return "0";
  const magnitude = Math.abs(value);
  if (magnitude < 1e-3 || magnitude >= 1e15) return exponent(value);
  if (Number.isInteger(value) && magnitude < 1e4) return String(value);
  for (const { from, suffix, ...rest } of suffixes) {
    // 9 999.6 is printed as "10.0 k", not as "10000".
    if (magnitude < from * 0.99995) continue;
    const divisor = "divisor" in rest ? rest.divisor : from;
    return `${significant(value / divisor, 3)}${NARROW_NO_BREAK_SPACE}${suffix}`;
  }
  return significant(value, magnitude >= 999.5 ? 4 : 3);
}

/** `0.983` with its unit, `12.3 L2`; a share reads as a share. */
export function formatWithUnit(value: number | null | undefined, unit: string): string {
  const text = formatNumber(value);
  return text === "" || unit === "" ? text : `${text} ${unit}`;
}

/** The value as it is stored, for titles, copies and CSV. */
export function formatExact(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "+Inf" : "-Inf";
  return String(value);
}

/** `12 400`, digits in groups of three. */
export function formatStep(step: number | null | undefined): string {
  if (step === null || step === undefined) return "";
  return String(Math.round(step)).replace(/\B(?=(\d{3})+(?!\d))/g, NARROW_NO_BREAK_SPACE);
}

export function formatPercent(share: number): string {
  return `${Math.floor(share * 100)}${NARROW_NO_BREAK_SPACE}%`;
}

const byteUnits = ["B", "KiB", "MiB", "GiB", "TiB"] as const;

export function formatBytes(bytes: number): string {
  let index = 0;
  let value = bytes;
  while (value >= 1024 && index < byteUnits.length - 1) {
    value /= 1024;
    index += 1;
  }
  const digits = index === 0 ? String(value) : value.toFixed(value < 10 ? 1 : 0);
  return `${digits} ${byteUnits[index]}`;
}

/** `1 run`, `2 runs`. */
export function plural(count: number, noun: string, nouns = `${noun}s`): string {
  return `${formatStep(count)} ${count === 1 ? noun : nouns}`;
}

/** Fixed-point digits; `toPrecision` alone would print 1e+3 for 999.9 at three digits. */
function significant(value: number, digits: number): string {
  return Number(value.toPrecision(digits)) === 0
    ? "0"
    : value.toFixed(Math.max(0, digits - 1 - Math.floor(Math.log10(roundedMagnitude(value, digits)))));
}

function roundedMagnitude(value: number, digits: number): number {
  return Math.abs(Number(value.toPrecision(digits)));
}

function exponent(value: number): string {
  return value.toExponential(2).replace("e+", "e");
}

const unitMs: Record<string, number> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/**
 * Milliseconds of a duration such as `90s`, `1.5h` or `7d`; of a time, an ISO date or so long ago. Undefined where the
 * text is neither.
 */
export function timeOf(text: string, type: "time" | "duration", now: number): number | undefined {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(ms|[smhdw])$/.exec(text) ?? [];
  const duration = amount === undefined ? undefined : Number(amount) * unitMs[unit!]!;
  if (type === "duration") return duration;
  if (duration !== undefined) return now - duration;
  const date = /^\d{4}-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : date;
}

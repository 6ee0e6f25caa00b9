import { firstAtLeast } from "../../db/contract/first-at-least";
import type { ReplayedSeries } from "../backtest/replay";
import type { GivenRoles } from "../roles/parse-role";
import type { RoleName } from "../roles/role";
import { isGlobalNorm, seriesRole } from "../roles/series-role";

/** The series of a whole run by role, for questions about what came before and after a step. */
export class RunLog {
  readonly series: readonly ReplayedSeries[];
  readonly #byRole = new Map<string, ReplayedSeries>();
  readonly #layers: ReplayedSeries[] = [];
  readonly #roles = new Map<string, RoleName>();

  constructor(series: readonly ReplayedSeries[], given?: GivenRoles) {
    this.series = series;
    const hasGlobal = series.some(({ name }) => isGlobalNorm(name));
    for (const one of series) {
      const { role, network, part } = given?.get(one.name) ?? seriesRole(one.name, hasGlobal);
      this.#roles.set(one.name, role);
      const key = `${role} ${network} ${part}`;
      if (!this.#byRole.has(key)) this.#byRole.set(key, one);
      if (role === "layer-gradient-norm") this.#layers.push(one);
    }
  }

  /** The series with a role; undefined where none is logged. */
  find(role: RoleName, network = "", part = ""): ReplayedSeries | undefined {
    return this.#byRole.get(`${role} ${network} ${part}`);
  }

  /** Whether any network logs a series with this role. */
  has(role: RoleName): boolean {
    return [...this.#byRole.keys()].some((key) => key.startsWith(`${role} `));
  }

  /** Whether an explosion would show. */
  get hasGradient(): boolean {
    return this.has("gradient-norm") || this.#layers.length > 0;
  }

  roleOf(series: string): RoleName {
    return this.#roles.get(series) ?? "none";
  }

  get layers(): readonly ReplayedSeries[] {
    return this.#layers;
  }
}

/** Intervals without a point that part an excerpt from the next: what was before them is another past, as for detectors. */
const gapIntervals = 50;
/** So many points tell how often a run is logged. */
const intervalPoints = 1000;

/** Steps between two points, as a rule: an excerpt's gaps, thousands of steps wide, are none of them. */
export function logInterval({ step }: Pick<ReplayedSeries, "step">, from = 0, to = intervalPoints): number {
  const steps = step.slice(Math.max(0, from), to);
  const between = steps.slice(1).map((at, index) => at - (steps[index] as number));
  return between.sort((a, b) => a - b)[between.length >> 1] ?? 1;
}

/** Median of the last `points` finite values before a step and since the last gap; NaN where there are none. */
export const levelBefore = (series: ReplayedSeries | undefined, step: number, points = 50): number => {
  if (!series) return Number.NaN;
  const end = indexAt(series, step);
  const first = Math.max(0, end - points);
  const gap = gapIntervals * logInterval(series, first, end + 1);
  let start = end;
  const isNear = () => (series.step[start] ?? step) - (series.step[start - 1] as number) <= gap;
  while (start > first && isNear()) start--;
  return medianOf(series.value.slice(start, end));
};

/** Median of the first `points` finite values from a step on. */
export const levelFrom = (series: ReplayedSeries | undefined, step: number, points = 20): number => {
  if (!series) return Number.NaN;
  const start = indexAt(series, step);
  return medianOf(series.value.slice(start, start + points));
};

/** Largest finite value within some points around a step. */
export const largestNear = (
  series: ReplayedSeries | undefined,
  step: number,
  before: number,
  after: number,
): number => {
  if (!series) return Number.NaN;
  const at = indexAt(series, step);
  let largest = Number.NaN;
  for (let index = Math.max(0, at - before); index <= at + after && index < series.value.length; index++) {
    const value = series.value[index] as number;
    if (Number.isFinite(value) && !(value <= largest)) largest = value;
  }
  return largest;
};

/** The value at a step, or the next one after it. */
export const valueAt = (series: ReplayedSeries | undefined, step: number): number =>
  series?.value[indexAt(series, step)] ?? Number.NaN;

/** Index of the first point at or after a step. */
export const indexAt = (series: ReplayedSeries, step: number): number => firstAtLeast(series.step, step);

function medianOf(values: readonly number[]): number {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

/** What a program logs: so many series over so many steps, all of a step in one call, or one metric a call. */
export interface Shape {
  series: number;
  steps: number;
  call: "step" | "metric";
}

/** 100,000 points each. */
export const shapes = {
  wide: { series: 200, steps: 500, call: "step" },
  narrow: { series: 10, steps: 10_000, call: "step" },
  "one-metric": { series: 200, steps: 500, call: "metric" },
} as const satisfies Record<string, Shape>;

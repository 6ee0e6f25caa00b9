import type { SeriesColumns } from "../../contract/events";

/** The same points by rising step; of several for one step the last that arrived stays. */
export function inStepOrder(columns: SeriesColumns): SeriesColumns {
  if (isRising(columns.step)) return columns;
  const latest = new Map<number, number>();
  columns.step.forEach((step, index) => {
    latest.set(step, index);
  });
  const step = [...latest.keys()].sort((a, b) => a - b);
  const order = step.map((at) => latest.get(at) as number);
  return {
    step,
    wallTimeMs: order.map((index) => columns.wallTimeMs[index] as number),
    value: order.map((index) => columns.value[index] as number),
  };
}

function isRising(step: readonly number[]): boolean {
  for (let index = 1; index < step.length; index++)
    if ((step[index] as number) <= (step[index - 1] as number)) return false;
  return true;
}

import { useCallback } from "react";
import type { Range } from "../../charts/figure";
import { type GuardMark, guardNotes } from "../../charts/guard-marks";

/** A mark is pointed at within this many pixels of it. */
const REACH_PX = 3;

/** What guardrails did at the step under the pointer, for a chart of some width. */
export function useGuardNotes(actions: readonly GuardMark[], xRange: Range, width: number) {
  const reach = (REACH_PX * (xRange[1] - xRange[0])) / Math.max(1, width);
  return useCallback((step: number) => guardNotes(actions, step, reach), [actions, reach]);
}

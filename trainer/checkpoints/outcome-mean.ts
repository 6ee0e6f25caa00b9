import type { Points } from "../probes/points";
import type { StateRegistry } from "../state/state-registry";

/** The mean of a run's outcome series since it was last taken: one point of it alone is mostly noise. */
export interface OutcomeMean {
  add(points: Points): void;
  /** Null where the series has had no point; starts anew. */
  take(): number | null;
  peek(): number | null;
}

export function createOutcomeMean(series: string, state: StateRegistry): OutcomeMean {
  let sum = 0;
  let count = 0;
  state.value(
    "outcome",
    () => [sum, count],
    ([savedSum, savedCount]) => {
      sum = savedSum!;
      count = savedCount!;
    },
  );
  const peek = () => (count === 0 ? null : sum / count);
  return {
    add(points) {
      const value = points.get(series);
      if (value === undefined) return;
      sum += value;
      count += 1;
    },
    take() {
      const mean = peek();
      sum = 0;
      count = 0;
      return mean;
    },
    peek,
  };
}

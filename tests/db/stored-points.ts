import type { Database } from "../../db/database";
import { readPoints } from "../../db/store/points/read-points";
import { listSeries } from "../../db/store/series/series";

export interface StoredPoint {
  name: string;
  step: number;
  value: number;
}

/** Every point of a run, by series and step. */
export function storedPoints(db: Database, runId: string): StoredPoint[] {
  return listSeries(db, runId).flatMap(({ id, name }) => {
    const { step, value } = readPoints(db, id, -1, Number.MAX_SAFE_INTEGER);
    return step.map((at, index) => ({ name, step: at, value: value[index] as number }));
  });
}

/** The steps of each series of a run that has a point at every step, however often the dearer probes measure. */
export function stepsOfEveryStep(db: Database, runId: string): Map<string, number[]> {
  const steps = new Map<string, number[]>();
  for (const { name, step } of storedPoints(db, runId))
    if (/^gradient_norm|^loss\/|time$/.test(name)) steps.set(name, [...(steps.get(name) ?? []), step]);
  return steps;
}

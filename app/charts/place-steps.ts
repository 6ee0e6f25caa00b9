import { firstAtLeast } from "../../db/contract/first-at-least";
import { firstX, lastX, type Placed } from "./series-x";

/** Where a step lies on the axis; null where that cannot be told. */
export type PlaceStep = (step: number) => number | null;

export const asItIs: PlaceStep = (step) => step;

/**
 * Places steps (of episodes, of guardrails' actions) on the axis that series were read over: between the buckets of the
 * finest of them, at its ends beyond. An axis along which the steps do not rise has no one place for them.
 */
export function placeSteps(series: readonly Placed[]): PlaceStep {
  const finest = series.reduce<Placed | undefined>(
    (best, data) => (data.step.length > (best?.step.length ?? 0) ? data : best),
    undefined,
  );
  if (!finest) return () => null;
  const { step, lastStep } = finest;
  if (!finest.x) return asItIs;
  const [first, last] = [firstX(finest), lastX(finest)];
  if (step.some((at, index) => index > 0 && at < (lastStep[index - 1] as number))) return () => null;
  // Both ends of every bucket, in order.
  const steps = step.flatMap((at, index) => [at, lastStep[index] as number]);
  const places = first.flatMap((x, index) => [x, last[index] as number]);
  return (wanted) => {
    const after = firstAtLeast(steps, wanted);
    if (after === 0) return places[0] as number;
    if (after === steps.length) return places.at(-1) as number;
    const [before, next] = [steps[after - 1] as number, steps[after] as number];
    const share = next === before ? 1 : (wanted - before) / (next - before);
    return (
      (places[after - 1] as number) + share * ((places[after] as number) - (places[after - 1] as number))
    );
  };
}

/** Stretches of steps as stretches of the axis; those wholly out of the steps that were read are left out. */
export function placeBands<Band extends { startStep: number; endStep: number }>(
  bands: readonly Band[],
  place: PlaceStep,
  read: readonly [firstStep: number, lastStep: number],
): Band[] {
  if (place === asItIs) return [...bands];
  return bands.flatMap((band) => {
    if (band.endStep < read[0] || band.startStep > read[1]) return [];
    const [startStep, endStep] = [place(band.startStep), place(band.endStep)];
    return startStep === null || endStep === null ? [] : [{ ...band, startStep, endStep }];
  });
}

/** First and last step of all series read. */
export function stepsRead(series: readonly Placed[]): [number, number] {
  let read: [number, number] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { step, lastStep } of series)
    for (let index = 0; index < step.length; index++)
      read = [Math.min(read[0], step[index] as number), Math.max(read[1], lastStep[index] as number)];
  return read;
}

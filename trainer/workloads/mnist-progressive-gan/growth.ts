/** Sides of the images, stage by stage. */
export const sides = [8, 16, 32] as const;
export const lastStage = sides.length - 1;

/** How far a network that grows has grown. */
export interface Growth {
  /** Index of the side that it works at. */
  stage: number;
  /** Share of the newest layers, in (0, 1]; 1 when they have faded in. */
  fadeIn: number;
}

/** By the step alone (from 1; 0 before the first), so that a resumed run has nothing to remember. */
export function growthAt(
  { stageSteps, fadeSteps }: { stageSteps: number; fadeSteps: number },
  step: number,
): Growth {
  const made = Math.max(0, step - 1);
  const stage = Math.min(lastStage, Math.floor(made / stageSteps));
  if (stage === 0 || fadeSteps === 0) return { stage, fadeIn: 1 };
  return { stage, fadeIn: Math.min(1, (made - stage * stageSteps + 1) / fadeSteps) };
}

/** A step of each form that a network takes: the first stage, and every later one while it fades in. */
export function stepOfEachForm({
  stageSteps,
  fadeSteps,
}: {
  stageSteps: number;
  fadeSteps: number;
}): number[] {
  return sides.map((_, stage) => stage * stageSteps + Math.max(1, Math.floor(fadeSteps / 2)));
}

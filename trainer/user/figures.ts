import { SeriesName } from "../../db/contract/events";
import type { Points } from "../probes/points";
import type { UserCode } from "./user-code";

/** Recorded of a step after all figures are there. */
const trainersOwn = ["step_time", "probe_time", "batch_size", "difficulty"];

/**
 * Records the figures that a function of the module returned, under their names. To be called after what the trainer
 * records of the same moment: a figure that has such a name is refused rather than mixed into that series.
 */
export function addFigures(points: Points, figures: unknown, culprit: unknown, code: UserCode): void {
  if (figures instanceof Promise)
    code.refuse(culprit, "it returned a promise, and training waits for none: return the figures themselves");
  if (typeof figures !== "object" || figures === null || Array.isArray(figures))
    code.refuse(culprit, `expected numbers by name, such as { error: 0.1 }, got ${describe(figures)}`);
  for (const [name, value] of Object.entries(figures as object)) {
    // A record has no room for a key called so.
    if (!SeriesName.safeParse(name).success || name === "__proto__")
      code.refuse(culprit, `"${name}" is no name of a series: use lower-case words joined by _ and /`);
    if (typeof value !== "number")
      code.refuse(culprit, `expected figure "${name}" to be a number, got ${describe(value)}`);
    if (points.has(name) || trainersOwn.includes(name))
      code.refuse(culprit, `the run records a series "${name}" itself: give the figure another name`);
    if (name === "outcome" && Number.isNaN(value) && areLossesFinite(points))
      code.refuse(
        culprit,
        'figure "outcome" is NaN, though the loss is finite, and runs are compared by it: leave it out of steps that have none',
      );
    points.set(name, value);
  }
}

/** Records what the trainer measured after figures were: none of them may have such a name. */
export function addOwn(points: Points, own: Points, culprit: unknown, code: UserCode): void {
  for (const [name, value] of own) {
    if (points.has(name))
      code.refuse(culprit, `the run records a series "${name}" itself: give the figure another name`);
    points.set(name, value);
  }
}

/** Where the training itself came apart, an outcome that is no number is what there is to record. */
function areLossesFinite(points: Points): boolean {
  return Array.from(points).every(([name, value]) => !/^loss(\/|$)/.test(name) || Number.isFinite(value));
}

function describe(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  if (typeof value === "object" && "shape" in value)
    return `a tensor of shape [${value.shape}]: read it back with dataSync()`;
  if (Array.isArray(value)) return "an array";
  if (typeof value === "object") return "an object";
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}

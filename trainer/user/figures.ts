import { SeriesName } from "../../db/contract/events";
import type { Points } from "../probes/points";
import type { UserCode } from "./user-code";

/** Records the figures that a function of the module returned, under their names. */
export function addFigures(points: Points, figures: unknown, culprit: unknown, code: UserCode): void {
  if (figures instanceof Promise)
    code.refuse(culprit, "it returned a promise, and training waits for none: return the figures themselves");
  if (typeof figures !== "object" || figures === null)
    code.refuse(culprit, `expected numbers by name, such as { error: 0.1 }, got ${describe(figures)}`);
  for (const [name, value] of Object.entries(figures as object)) {
    if (!SeriesName.safeParse(name).success)
      code.refuse(culprit, `"${name}" is no name of a series: use lower-case words joined by _ and /`);
    if (typeof value !== "number")
      code.refuse(culprit, `expected figure "${name}" to be a number, got ${describe(value)}`);
    points.set(name, value);
  }
}

function describe(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  if (typeof value === "object" && "shape" in value)
    return `a tensor of shape [${value.shape}]: read it back with dataSync()`;
  return typeof value === "object" ? "an object" : JSON.stringify(value);
}

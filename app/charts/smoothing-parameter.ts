import type { Parameter } from "../url/parameters";
import { smoothingSteps } from "./smoothing";

/** `smoothing=20` in an address: the time constant in steps, one of those that the slider offers. */
export const smoothing: Parameter<number> = {
  read: ([written]) => smoothingSteps.find((steps) => String(steps) === written) ?? 0,
  write: (steps) => (steps === 0 ? [] : [String(steps)]),
};

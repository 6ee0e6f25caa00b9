import { type DetectorId, detectors } from "../detectors/registry";
import { deadRun, exploding, nonFinite, starvation, vanishing } from "./gradient-notes";
import {
  clipSaturation,
  deadUnits,
  lossDivergence,
  lossSpike,
  penalty,
  plateau,
  saturation,
  stalled,
  updateRatio,
} from "./loss-notes";
import { collapse, modeCollapse, oscillation, overfitting, overpowering } from "./pair-notes";
import { isWhole, type Parameter, type ParameterNote, rangeOf } from "./parameter";

const notes: Readonly<Record<DetectorId, Readonly<Record<string, ParameterNote>>>> = {
  "non-finite": nonFinite,
  "exploding-gradient": exploding,
  "vanishing-gradient": vanishing,
  "loss-divergence": lossDivergence,
  "loss-spike": lossSpike,
  plateau,
  oscillation,
  "dead-units": deadUnits,
  saturation,
  "update-ratio": updateRatio,
  "clip-saturation": clipSaturation,
  "penalty-dominance": penalty,
  "discriminator-overpowering": overpowering,
  "discriminator-collapse": collapse,
  "discriminator-overfitting": overfitting,
  "generator-starvation": starvation,
  "mode-collapse": modeCollapse,
  "stalled-run": stalled,
  "dead-run": deadRun,
};

/** The thresholds of a detector, in its own order. */
export function describeParameters(id: DetectorId): Parameter[] {
  const defaults = detectors.find((one) => one.id === id)?.defaults ?? {};
  return Object.entries(defaults).map(([name, standard]) => {
    const [unit, reason] = notes[id][name] ?? (["value", ""] as const);
    return { name, standard, unit, reason, ...rangeOf(unit, standard), isWhole: isWhole(unit) };
  });
}

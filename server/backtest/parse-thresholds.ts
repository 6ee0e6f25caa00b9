import { unknownWord } from "../../db/contract/closest";
import { GradiometerError } from "../../db/contract/errors";
import { type DetectorId, detectorIds, type Thresholds } from "../../diagnostics/detectors/registry";
import { describeParameters } from "../../diagnostics/parameters/describe-parameters";
import { valueExpected } from "../../diagnostics/parameters/parameter";

export function parseDetector(text: string): DetectorId {
  const id = detectorIds.find((known) => known === text);
  if (id === undefined) throw new GradiometerError("invalid", unknownWord("detector", text, detectorIds));
  return id;
}

/**
 * `exploding-gradient.jumpZ=8`, or `jumpZ=8` where `only` names a single detector. Later ones win.
 * Throws "invalid" for an unknown detector or threshold, and for a value that is no number.
 */
export function parseThresholds(
  assignments: readonly string[],
  only: readonly DetectorId[] = [],
): Thresholds {
  const thresholds: Record<string, Record<string, number>> = {};
  for (const assignment of assignments) {
    const [, detector, name = "", text = ""] = /^(?:([a-z-]+)\.)?([A-Za-z]+)=(.+)$/.exec(assignment) ?? [];
    const value = Number(text);
    if (text.trim() === "" || !Number.isFinite(value))
      throw new GradiometerError(
        "invalid",
        `Expected <detector>.<threshold>=<number>, such as exploding-gradient.jumpZ=8, got "${assignment}".`,
      );
    const id = detector === undefined ? soleDetector(only, assignment) : parseDetector(detector);
    checkThreshold(id, name, value);
    thresholds[id] = { ...thresholds[id], [name]: value };
  }
  return thresholds;
}

/** Throws "invalid" for a threshold that the detector does not have, and for a value that it cannot work with. */
export function checkThreshold(id: DetectorId, name: string, value: number): void {
  const known = describeParameters(id);
  const parameter = known.find((one) => one.name === name);
  if (!parameter)
    throw new GradiometerError(
      "invalid",
      unknownWord(
        `threshold of ${id}`,
        name,
        known.map((one) => one.name),
      ),
    );
  const expected = valueExpected(parameter.unit, value);
  if (expected !== undefined)
    throw new GradiometerError("invalid", `Expected ${expected} for ${id}.${name}, got ${value}.`);
}

function soleDetector(only: readonly DetectorId[], assignment: string): DetectorId {
  const [id] = only;
  if (id !== undefined && only.length === 1) return id;
  throw new GradiometerError(
    "invalid",
    `Expected the detector before the threshold, such as exploding-gradient.${assignment}, or one --detector.`,
  );
}

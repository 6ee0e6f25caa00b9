import type { EpisodeKind } from "../../db/contract/episode";
import { type DetectorId, detectors } from "../../diagnostics/detectors/registry";
import { describeParameters } from "../../diagnostics/parameters/describe-parameters";
import type { Parameter } from "../../diagnostics/parameters/parameter";

export interface ListedDetector {
  id: DetectorId;
  kind: EpisodeKind;
  /** What the series mean that it judges, as `gradient-norm`. */
  reads: readonly string[];
  parameters: Parameter[];
}

/** All detectors with the thresholds that may be tried, and what each of them rests on. */
export const listDetectors = (): ListedDetector[] =>
  detectors.map(({ id, kind, reads }) => ({
    id,
    kind,
    reads,
    parameters: sizesFirst(describeParameters(id)),
  }));

/** How large something must be is asked before how long it must last. */
const sizesFirst = (parameters: readonly Parameter[]): Parameter[] => [
  ...parameters.filter(({ isWhole }) => !isWhole),
  ...parameters.filter(({ isWhole }) => isWhole),
];

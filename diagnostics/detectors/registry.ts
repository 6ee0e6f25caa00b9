import type { EpisodeKind } from "../../db/contract/episode";
import type { RoleName } from "../roles/role";
import { defaults as exploding } from "./exploding-thresholds";
import { defaults as nonFinite } from "./non-finite";
import { pointDetectors } from "./point-detectors";
import { defaults as vanishing } from "./vanishing-thresholds";

/** What a detector is called, what it finds and the thresholds that may be set, with their defaults. */
export interface DetectorDescription {
  id: string;
  kind: EpisodeKind;
  /** What the series mean that it judges. */
  reads: readonly RoleName[];
  defaults: Readonly<Record<string, number>>;
}

const norms: readonly RoleName[] = ["gradient-norm", "layer-gradient-norm"];

/** All detectors, in the order in which their episodes are listed where they begin together. */
export const detectors = [
  { id: "non-finite", kind: "non_finite", reads: ["loss", ...norms], defaults: nonFinite },
  { id: "exploding-gradient", kind: "exploding_gradient", reads: norms, defaults: exploding },
  { id: "vanishing-gradient", kind: "vanishing_gradient", reads: norms, defaults: vanishing },
  ...pointDetectors,
] as const satisfies readonly DetectorDescription[];

export type DetectorId = (typeof detectors)[number]["id"];
export const detectorIds: readonly DetectorId[] = detectors.map(({ id }) => id);

/** Thresholds that differ from the defaults, by detector. */
export type Thresholds = Partial<Record<DetectorId, Readonly<Record<string, number>>>>;

/** Those whose memory can be saved with a run and restored: what a guardrail inside a run can react to. */
export const restorableDetectors: readonly DetectorId[] = [
  "non-finite",
  "exploding-gradient",
  "vanishing-gradient",
];

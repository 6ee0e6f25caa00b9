import { z } from "zod";
import type { EpisodeKind } from "../../db/contract/episode";
import { Author } from "../../db/contract/triage";
import { workloadNames } from "../../db/contract/workloads";
import * as store from "../../db/store/judging/kept-thresholds";
import { type DetectorId, detectorIds, detectors } from "../../diagnostics/detectors/registry";
import { describeParameters } from "../../diagnostics/parameters/describe-parameters";
import { checkThreshold } from "../backtest/parse-thresholds";
import type { ServerContext } from "../context";
import { authorOf } from "../episodes/author";

/** A workload, or "" for all runs. */
export const Scope = z.enum(["", ...workloadNames]);
export type Scope = z.infer<typeof Scope>;

export const KeepThresholds = z.strictObject({
  workload: Scope.default(""),
  detector: z.enum(detectorIds),
  /** Null takes one back. */
  values: z.record(z.string(), z.number().nullable()),
  /** Also runs that have ended are judged anew. */
  ended: z.boolean().default(false),
  author: Author,
});

/** A kept threshold beside the default that it replaces. */
export interface KeptThreshold extends store.KeptThreshold {
  detector: DetectorId;
  kind: EpisodeKind;
  standard: number;
}

/**
 * Keeps thresholds for runs from now on, and has those that go on judged anew, on request those that ended as well. Throws
 * "invalid" for a threshold that the detector does not have, and for a value that it cannot work with.
 */
export function keepThresholds(
  ctx: ServerContext,
  input: z.infer<typeof KeepThresholds>,
): store.KeptResult & { kept: KeptThreshold[] } {
  for (const [name, value] of Object.entries(input.values))
    checkThreshold(input.detector, name, value ?? standardOf(input.detector, name));
  const result = store.keepThresholds(ctx.db, { ...input, author: authorOf(input) });
  return { ...result, kept: listKept(ctx) };
}

/** All that are kept; those of versions that knew another detector or threshold are left out. */
export function listKept({ db }: Pick<ServerContext, "db">): KeptThreshold[] {
  return store.listKeptThresholds(db).flatMap((one) => {
    const known = detectors.find(({ id }) => id === one.detector);
    const standard = known ? standardOf(known.id, one.name) : Number.NaN;
    return known === undefined || Number.isNaN(standard)
      ? []
      : [{ ...one, detector: known.id, kind: known.kind, standard }];
  });
}

/** NaN for a threshold that the detector does not have. */
const standardOf = (detector: DetectorId, name: string): number =>
  describeParameters(detector).find((one) => one.name === name)?.standard ?? Number.NaN;

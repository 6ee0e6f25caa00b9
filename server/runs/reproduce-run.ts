import { GradiometerError } from "../../db/contract/errors";
import type { RecordedEnvironment } from "../../db/contract/events";
import { RunConfig } from "../../db/contract/run-config";
import { isEnded } from "../../db/contract/statuses";
import { listGuardActions } from "../../db/store/guard-actions";
import { createRun, getRun } from "../../db/store/runs/runs";
import type { ServerContext } from "../context";
import { compareRecordings, type RecordingComparison } from "./compare-recordings";
import type { OneRun } from "./inputs";
import { trainableConfig } from "./trainable-config";

export interface Reproduction {
  /** The new run, to be trained up to `lastStep`. */
  runId: string;
  lastStep: number;
  /** It came by steps that it went back from, so it cannot be asked to end after one. */
  hasRetreated: boolean;
}

/** Creates a run that is to repeat another one, step by step as far as that went. */
export function createReproduction(ctx: ServerContext, { id }: OneRun): Reproduction {
  const original = getRun(ctx.db, id);
  const { name, status, step, forkedFromRunId, forkedFromStep } = original;
  if (!isEnded(status))
    throw new GradiometerError("conflict", `"${name}" is ${status}; reproduce it when it has ended.`);
  if (step === null)
    throw new GradiometerError("invalid", `"${name}" recorded no step, so there is nothing to compare with.`);
  const forkedFrom =
    forkedFromRunId === null || forkedFromStep === null
      ? undefined
      : { runId: forkedFromRunId, step: forkedFromStep, keptBy: id };
  const runId = createRun(ctx.db, {
    config: RunConfig.parse(trainableConfig(original)),
    name: `Reproduction of ${name}`.slice(0, 120),
    forkedFrom,
  });
  const hasRetreated = listGuardActions(ctx.db, id).some(({ action }) => action === "retreat");
  return { runId, lastStep: step, hasRetreated };
}

export interface ReproductionVerdict extends RecordingComparison {
  equal: boolean;
  /** What differs between the two in what decides the last bits, one sentence each. */
  circumstances: string[];
}

/** Whether a run repeated another one bit by bit, and what was different about it. */
export function judgeReproduction(
  ctx: ServerContext,
  originalId: string,
  { runId, lastStep }: Reproduction,
): ReproductionVerdict {
  const compared = compareRecordings(ctx.db, originalId, runId, lastStep);
  const [then, now] = [getRun(ctx.db, originalId).environment, getRun(ctx.db, runId).environment];
  return {
    ...compared,
    equal: compared.difference === undefined,
    circumstances: then && now ? differingCircumstances(then, now) : [],
  };
}

const circumstances: [name: string, of: (environment: RecordedEnvironment) => string | undefined][] = [
  ["backend", ({ backend }) => backend],
  ["backend version", ({ backendVersion }) => backendVersion],
  ["code", ({ codeVersion }) => codeVersion],
  ["commit", ({ commit }) => commit],
  ["tfjs", ({ packages }) => packages?.["@tensorflow/tfjs"]],
  // Both: files keep their names when they change, and a module's code is in the words.
  ["data", ({ data, dataHash }) => dataHash && `${data ?? "unnamed"} (${dataHash.slice(0, 12)})`],
  ["Node", ({ node }) => node],
  ["platform", ({ platform }) => platform],
  ["processor", ({ cpu }) => cpu],
  ["GPU", ({ gpu }) => gpu],
];

function differingCircumstances(then: RecordedEnvironment, now: RecordedEnvironment): string[] {
  return circumstances.flatMap(([name, of]) =>
    of(then) === of(now)
      ? []
      : [`${name}: then ${of(then) ?? "not recorded"}, now ${of(now) ?? "not recorded"}`],
  );
}

import type { EpisodeRow } from "../../../db/contract/read-models";
import type { Range } from "../../charts/figure";

type Stretch = Pick<EpisodeRow, "startStep" | "endStep" | "evidence">;

/** Steps that a click on an episode zooms to: itself with room on each side, within the run where its end is known. */
export function episodeZoom({ startStep, endStep }: Stretch, lastStep = Number.POSITIVE_INFINITY): Range {
  const around = Math.max(20, Math.round((endStep - startStep) * 0.25));
  const first = Math.max(0, startStep - around);
  return [first, Math.max(first + 1, Math.min(endStep + around, Math.max(lastStep, endStep)))];
}

/** Steps of the evidence's chart: the window the test looked at, and the beginning of the episode. */
export function evidenceRange({ startStep, endStep, evidence }: Stretch): Range {
  const first = Math.min(evidence.window.firstStep, startStep);
  const last = Math.max(evidence.window.lastStep, Math.min(endStep, startStep + 200));
  const room = Math.max(5, Math.round((last - first) * 0.1));
  return [Math.max(0, first - room), last + room];
}

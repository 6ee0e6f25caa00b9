import { useMemo } from "react";
import type { EpisodeBand } from "../../charts/episode-shapes";
import type { GuardMark } from "../../charts/guard-marks";
import { placeBands, placeSteps, stepsRead } from "../../charts/place-steps";
import type { Placed } from "../../charts/series-x";

/** Episodes and guardrails' actions where their steps lie on the axis that a chart's data were read over. */
export function usePlaced(
  read: readonly Placed[],
  episodes: readonly EpisodeBand[],
  guardActions: readonly GuardMark[],
) {
  const place = useMemo(() => placeSteps(read), [read]);
  return useMemo(() => {
    const steps = stepsRead(read);
    const marks = guardActions.map((mark) => ({ ...mark, startStep: mark.step, endStep: mark.step }));
    return {
      place,
      episodes: placeBands(episodes, place, steps),
      guardActions: placeBands(marks, place, steps).map((mark) => ({ ...mark, step: mark.startStep })),
    };
  }, [place, read, episodes, guardActions]);
}

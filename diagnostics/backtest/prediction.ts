import type { Replay } from "./replay";

/** One alarm of one run, as scorers of labelled traces read it: one JSON object a line. */
export interface Prediction {
  file: string;
  kind: string;
  start_step: number;
  end_step: number;
  alarm_step: number;
  severity: "harmful";
}

/** The alarms of a replayed run: episodes that were more than benign at some time. */
export function predictionsOf(file: string, { episodes }: Replay): Prediction[] {
  return episodes.flatMap(({ kind, startStep, endStep, alarmedAt }) =>
    alarmedAt === undefined
      ? []
      : [
          {
            file,
            kind,
            start_step: startStep,
            end_step: endStep,
            alarm_step: alarmedAt,
            severity: "harmful" as const,
          },
        ],
  );
}

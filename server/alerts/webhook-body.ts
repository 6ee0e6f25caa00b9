import type { DetectedEpisode } from "../../db/contract/episode";
import { episodeTitles } from "../../db/contract/episode-titles";
import { encodeNumber } from "../../db/contract/non-finite";
import type { RunRow } from "../../db/contract/read-models";

type BodyRun = Pick<RunRow, "id" | "name" | "workload" | "seed" | "status" | "arm">;

/** What a webhook receives. Numbers that JSON cannot write are "NaN", "Infinity" and "-Infinity". */
export function webhookBody(
  event: "opened" | "ended",
  episode: DetectedEpisode & { id: string },
  run: BodyRun,
  url: string,
) {
  const { values, ...evidence } = episode.evidence;
  return {
    event,
    /** One line that chat systems show as it is. */
    text: `${episode.severity}: ${episodeTitles[episode.kind]} of ${episode.series} in ${run.name} ${event === "opened" ? `from step ${episode.startStep}` : `ended at step ${episode.endStep}`}: ${evidence.sentence}`,
    episode: {
      id: episode.id,
      kind: episode.kind,
      series: episode.series,
      severity: episode.severity,
      severityReason: episode.severityReason,
      state: episode.state,
      startStep: episode.startStep,
      endStep: episode.endStep,
      alarmStep: episode.alarmStep,
      peakStep: episode.peakStep,
      peakValue: encodeNumber(episode.peakValue),
      evidence: {
        ...evidence,
        values: Object.fromEntries(
          Object.entries(values).map(([name, value]) => [name, encodeNumber(value)]),
        ),
      },
    },
    run: {
      id: run.id,
      name: run.name,
      workload: run.workload,
      seed: run.seed,
      status: run.status,
      experiment: run.arm?.experimentName ?? null,
      arm: run.arm?.armName ?? null,
    },
    url,
  };
}

import type { DetectedEpisode } from "../../db/contract/episode";
import { episodeTitles } from "../../db/contract/episode-titles";
import { encodeNumber } from "../../db/contract/non-finite";
import type { RunRow } from "../../db/contract/read-models";

interface Told {
  episode: DetectedEpisode & { id: string };
  run: Pick<RunRow, "id" | "name" | "workload" | "seed" | "status" | "arm">;
}

/** What a webhook receives. Numbers that JSON cannot write are "NaN", "Infinity" and "-Infinity". */
export function webhookBody(
  event: "opened" | "ended",
  { episode, run }: Told,
  gathered: readonly Told[],
  serverUrl: string,
) {
  const { values, ...evidence } = episode.evidence;
  return {
    event,
    /** One line that chat systems show as it is. */
    text: `${episode.severity}: ${episodeTitles[episode.kind]} of ${episode.series} in ${run.name} ${event === "opened" ? `from step ${episode.startStep}` : `ended at step ${episode.endStep}`}: ${evidence.sentence}${gathered.length > 0 ? `; and ${gathered.length} more in the last minutes` : ""}`,
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
    url: pageOf(serverUrl, run),
    /** Others of the run or its experiment that began within minutes and are told of here alone. */
    gathered: gathered.map((other) => ({
      episode: {
        id: other.episode.id,
        kind: other.episode.kind,
        series: other.episode.series,
        severity: other.episode.severity,
        state: other.episode.state,
        startStep: other.episode.startStep,
        endStep: other.episode.endStep,
        sentence: other.episode.evidence.sentence,
      },
      run: { id: other.run.id, name: other.run.name },
      url: pageOf(serverUrl, other.run),
    })),
  };
}

const pageOf = (serverUrl: string, { id }: Pick<RunRow, "id">): string => `${serverUrl}/runs/${id}`;

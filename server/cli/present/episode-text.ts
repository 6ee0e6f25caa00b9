import type { EpisodeRow, TriageEntry } from "../../../db/contract/read-models";
import { formatNumber } from "./figures";

const doneBy: Record<TriageEntry["action"], string> = {
  acknowledge: "acknowledged",
  resolve: "resolved",
  mute: "muted",
  reopen: "reopened",
  comment: "commented",
};

/** One episode as a person reads it in a terminal: what its detector saw, then what people did about it. */
export function episodeText(episode: EpisodeRow, history: readonly TriageEntry[]): string {
  const { triage, evidence } = episode;
  const by = triage.author ? ` by ${triage.author}` : "";
  const facts: [string, string][] = [
    ["Episode", `${episode.id}  ${episode.kind} of ${episode.series}`],
    ["Run", `${episode.runId}  ${episode.runName}`],
    [
      "Steps",
      `${episode.startStep}–${episode.endStep}, ${episode.state === "open" ? "ongoing" : "ended"}; peak ${formatNumber(episode.peakValue)} at ${episode.peakStep}`,
    ],
    ["Severity", `${episode.severity}: ${episode.severityReason}`],
    ["Evidence", evidence.sentence],
    [
      "Triage",
      `${triage.state}${triage.withKind ? " with all of its kind in the run" : ""}${by}${triage.reason ? `: ${triage.reason}` : ""}`,
    ],
  ];
  const width = Math.max(...facts.map(([name]) => name.length));
  const lines = facts.map(([name, value]) => `${name.padEnd(width)}  ${value}`);
  if (history.length > 0) lines.push("", ...history.map(entryText));
  return lines.join("\n");
}

function entryText({ at, author, action, text }: TriageEntry): string {
  return `${new Date(at).toISOString().slice(0, 16).replace("T", " ")}  ${author} ${doneBy[action]}${text ? `: ${text}` : ""}`;
}

"use client";

import { lacksSentence } from "./series-meaning";
import { useRoles } from "./use-roles";

/** Beside the episodes: what could not be judged at all, because no series is known to mean it. */
export function LacksNote({ runId, onSeries }: { runId: string; onSeries: () => void }) {
  const { data } = useRoles(runId);
  const sentence = lacksSentence(data?.lacks ?? []);
  if (sentence === null) return null;
  return (
    <p className="mt-3 border-t pt-3 text-13 text-muted">
      {sentence}{" "}
      <button type="button" className="link" onClick={onSeries}>
        What its series mean
      </button>
    </p>
  );
}

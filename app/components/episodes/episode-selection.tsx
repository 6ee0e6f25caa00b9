"use client";

import type { ReactNode } from "react";
import { plural } from "../../format/number";
import type { Triage, TriagedEpisode } from "../triage/use-triage";
import { Button } from "../ui/button";

/** What can be done with the selected episodes. */
export function EpisodeSelection({
  episodes,
  triage,
  onMute,
  onClear,
}: {
  episodes: readonly TriagedEpisode[];
  triage: Triage;
  onMute: (episodes: TriagedEpisode[]) => void;
  onClear: () => void;
}) {
  if (episodes.length === 0) return null;
  const isOpen = episodes.some(({ triage: { state } }) => state === "open");
  const isUnresolved = isOpen || episodes.some(({ triage: { state } }) => state === "acknowledged");
  const isPutAway = episodes.some(({ triage: { state, withKind } }) => state !== "open" && !withKind);
  return (
    <div
      role="toolbar"
      aria-label="Selected episodes"
      className="fixed bottom-4 left-1/2 z-20 flex w-max max-w-[calc(100vw-16px)] -translate-x-1/2 flex-wrap items-center gap-2 rounded-md border bg-raised py-2 pr-2 pl-4 shadow-float max-md:bottom-16"
    >
      <span className="mr-1 whitespace-nowrap figures">{plural(episodes.length, "episode")} selected</span>
      {isOpen && <Act onClick={() => triage.act("acknowledge", episodes)}>Acknowledge</Act>}
      {isUnresolved && <Act onClick={() => triage.act("resolve", episodes)}>Resolve</Act>}
      {isUnresolved && <Act onClick={() => onMute([...episodes])}>Mute</Act>}
      {isPutAway && <Act onClick={() => triage.act("reopen", episodes)}>Reopen</Act>}
      <Button size="small" variant="quiet" onClick={onClear}>
        Clear
      </Button>
    </div>
  );
}

function Act({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return (
    <Button size="small" onClick={onClick}>
      {children}
    </Button>
  );
}

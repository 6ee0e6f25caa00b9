"use client";

import { BellOff, BellRing, CircleCheck, Eye, Undo2 } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "../ui/button";
import type { Triage, TriagedEpisode } from "./use-triage";

/** What can be done with an episode from where it is. */
export function TriageActions({
  episode,
  triage,
  onMute,
}: {
  episode: TriagedEpisode;
  triage: Triage;
  onMute: (episodes: TriagedEpisode[]) => void;
}) {
  const { state, withKind } = episode.triage;
  if (withKind)
    return (
      <Action icon={<BellRing size={14} aria-hidden />} onClick={() => triage.unmuteKind(episode)}>
        Unmute the kind
      </Action>
    );
  const one = [episode];
  return (
    <>
      {state === "open" && (
        <Action icon={<Eye size={14} aria-hidden />} keys="a" onClick={() => triage.act("acknowledge", one)}>
          Acknowledge
        </Action>
      )}
      {(state === "open" || state === "acknowledged") && (
        <>
          <Action
            icon={<CircleCheck size={14} aria-hidden />}
            keys="r"
            onClick={() => triage.act("resolve", one)}
          >
            Resolve
          </Action>
          <Action icon={<BellOff size={14} aria-hidden />} keys="m" onClick={() => onMute(one)}>
            Mute
          </Action>
        </>
      )}
      {state !== "open" && (
        <Action icon={<Undo2 size={14} aria-hidden />} keys="o" onClick={() => triage.act("reopen", one)}>
          Reopen
        </Action>
      )}
    </>
  );
}

function Action({
  icon,
  keys,
  onClick,
  children,
}: {
  icon: ReactNode;
  keys?: string;
  onClick: () => void;
  children: ReactNode;
}) {
  return (
    <Button size="small" onClick={onClick} title={keys ? `Key ${keys}` : undefined}>
      {icon}
      {children}
    </Button>
  );
}

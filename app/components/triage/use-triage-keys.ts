import { useShortcuts } from "../../keyboard/shortcuts";
import type { Triage, TriagedEpisode } from "./use-triage";

/** Binds the keys of triage to whichever episodes the page has in hand: those selected, or the one in front. */
export function useTriageKeys({
  triage,
  targets,
  onMute,
  onComment,
}: {
  triage: Triage;
  targets: () => TriagedEpisode[];
  onMute: (episodes: TriagedEpisode[]) => void;
  onComment: () => void;
}): void {
  useShortcuts({
    a: () => triage.act("acknowledge", targets()),
    r: () => triage.act("resolve", targets()),
    m: () => {
      const episodes = targets();
      if (episodes.length > 0) onMute(episodes);
    },
    o: () => {
      const episodes = targets();
      const [only] = episodes;
      if (episodes.length === 1 && only?.triage.withKind) triage.unmuteKind(only);
      else triage.act("reopen", episodes);
    },
    c: onComment,
    u: triage.undo,
  });
}

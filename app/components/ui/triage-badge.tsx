import { BellOff, CircleCheck, Eye, MessageSquare } from "lucide-react";
import type { EpisodeRow } from "../../../db/contract/read-models";
import type { TriageState } from "../../../db/contract/triage";
import { triageWords } from "../../format/words";

const icons = { acknowledged: Eye, resolved: CircleCheck, muted: BellOff } as const;

export function TriageIcon({ state, size = 14 }: { state: TriageState; size?: number }) {
  if (state === "open") return null;
  const Icon = icons[state];
  return <Icon size={size} aria-hidden className="shrink-0" />;
}

/** Where people have put an episode, with why on hover; nothing for one that nobody has touched. */
export function TriageBadge({ triage }: { triage: EpisodeRow["triage"] }) {
  if (triage.state === "open") return null;
  return (
    <span
      className="inline-flex shrink-0 items-center gap-1 rounded-full border px-1.5 text-12 font-normal whitespace-nowrap text-muted"
      title={[triage.author && `by ${triage.author}`, triage.reason].filter(Boolean).join(": ")}
    >
      <TriageIcon state={triage.state} size={12} />
      {triageWords[triage.state]}
      {triage.withKind && " kind"}
    </span>
  );
}

export function CommentCount({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <span className="inline-flex shrink-0 items-center gap-1 text-12 font-normal text-muted figures">
      <MessageSquare size={12} aria-hidden />
      {count}
      <span className="sr-only">{count === 1 ? " comment" : " comments"}</span>
    </span>
  );
}

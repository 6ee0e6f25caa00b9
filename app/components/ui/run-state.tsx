import {
  Ban,
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CirclePause,
  CirclePlay,
  CircleX,
  type LucideIcon,
  Unplug,
} from "lucide-react";
import type { RunStatus } from "../../../db/contract/statuses";
import { cx } from "../../format/class-names";
import { statusWords } from "../../format/words";

const looks: Record<RunStatus, { icon: LucideIcon; colour: string }> = {
  queued: { icon: CircleDashed, colour: "text-muted" },
  running: { icon: CirclePlay, colour: "text-accent" },
  paused: { icon: CirclePause, colour: "text-warning" },
  finished: { icon: CircleCheck, colour: "text-good" },
  diverged: { icon: CircleAlert, colour: "text-critical" },
  cancelled: { icon: Ban, colour: "text-muted" },
  crashed: { icon: CircleX, colour: "text-critical" },
  lost: { icon: Unplug, colour: "text-warning" },
};

/** State of a run: a shape, a word and a colour. `compact` keeps the word for screen readers only. */
export function RunState({ status, compact = false }: { status: RunStatus; compact?: boolean }) {
  const { icon: Icon, colour } = looks[status];
  return (
    <span
      className="inline-flex align-middle items-center gap-1.5 whitespace-nowrap"
      title={compact ? statusWords[status] : undefined}
    >
      <Icon size={14} className={cx("shrink-0", colour)} aria-hidden />
      <span className={compact ? "sr-only" : undefined}>{statusWords[status]}</span>
    </span>
  );
}

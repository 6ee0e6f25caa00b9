"use client";

import { useSyncExternalStore } from "react";
import { formatDuration } from "../../format/duration";
import { formatAbsolute, formatRelative } from "../../format/time";
import { useMounted } from "../../live/use-mounted";

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let now = Date.now();

/** The clock's time while it runs, so that all that is shown agrees. */
const currentTime = () => (timer ? now : Date.now());

/** One clock for the page: all relative times tick together, and none ticks when none is shown. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (!timer) {
    now = Date.now();
    timer = setInterval(() => {
      now = Date.now();
      for (const notify of listeners) notify();
    }, 1000);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

export function useRelativeTime(timeMs: number): string {
  // The snapshot is the text, so a component renders again only when its words change.
  const read = () => formatRelative(timeMs, currentTime());
  return useSyncExternalStore(subscribe, read, read);
}

/** `2 m 14 s` since a moment, ticking; until `endMs` where there is one. */
export function Elapsed({ sinceMs, endMs }: { sinceMs: number; endMs: number | null }) {
  const read = () => formatDuration((endMs ?? currentTime()) - sinceMs);
  const text = useSyncExternalStore(subscribe, read, read);
  return <span suppressHydrationWarning>{text}</span>;
}

/**
 * How long a run took, or has been training. One that ended in the moment in which it began was imported from files that
 * say no times.
 */
export function Duration({ startedAt, endedAt }: { startedAt: number; endedAt: number | null }) {
  if (startedAt === endedAt)
    return (
      <span className="text-muted" title="Its files say no times">
        not recorded
      </span>
    );
  return <Elapsed sinceMs={startedAt} endMs={endedAt} />;
}

/** `3 m ago`; the moment itself on hover. Server and browser may differ by a second, and in time zone. */
export function RelativeTime({ timeMs }: { timeMs: number }) {
  const text = useRelativeTime(timeMs);
  const mounted = useMounted();
  return (
    <time
      dateTime={new Date(timeMs).toISOString()}
      title={mounted ? formatAbsolute(timeMs) : undefined}
      className="whitespace-nowrap"
      suppressHydrationWarning
    >
      {text}
    </time>
  );
}

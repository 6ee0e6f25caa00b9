"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import type { LogPage, RunDetail } from "../../../db/contract/read-models";
import { cx } from "../../format/class-names";
import { formatClock } from "../../format/time";
import { useTRPC } from "../../trpc/client";
import { Button } from "../ui/button";
import { Notice } from "../ui/notice";
import { Skeleton } from "../ui/skeleton";

const LINES = 200;
/** A reader this close to the end follows it. */
const NEAR_END_PX = 40;

const levelColour = {
  debug: "text-muted",
  info: "",
  warning: "text-warning",
  error: "text-critical",
} as const;

type Line = LogPage["lines"][number];

/** The trainer's log; follows the end while the reader is there, older lines on request. */
export function LogPanel({ run }: { run: RunDetail }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const newest = useQuery(trpc.runs.log.queryOptions({ id: run.id, limit: LINES }));
  const [lines, setLines] = useState<Line[]>([]);
  const [before, setBefore] = useState<number | null>(null);
  const [reading, setReading] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const follows = useRef(true);

  useEffect(() => {
    if (!newest.data) return;
    setLines((known) => appendNewer(known, newest.data.lines));
    setBefore((known) => known ?? newest.data.nextBefore);
  }, [newest.data]);

  useLayoutEffect(() => {
    if (follows.current && box.current && lines.length > 0) box.current.scrollTop = box.current.scrollHeight;
  }, [lines]);

  const readOlder = async () => {
    if (before === null) return;
    setReading(true);
    follows.current = false;
    try {
      const page = await queryClient.fetchQuery(
        trpc.runs.log.queryOptions({ id: run.id, limit: LINES, before }),
      );
      setLines((known) => [
        ...page.lines.filter((line) => line.id < (known[0]?.id ?? Number.POSITIVE_INFINITY)),
        ...known,
      ]);
      setBefore(page.nextBefore);
    } finally {
      setReading(false);
    }
  };

  if (newest.isError) return <Notice tone="error">{newest.error.message}</Notice>;
  if (!newest.data) return <Skeleton className="h-96" label="Reading the log" />;
  return (
    <div
      ref={box}
      role="log"
      aria-label="Log of the run"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable by keyboard.
      tabIndex={0}
      onScroll={(event) => {
        const { scrollHeight, scrollTop, clientHeight } = event.currentTarget;
        follows.current = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
      }}
      className="max-h-[calc(100dvh-300px)] min-h-40 overflow-auto rounded-md border bg-surface p-3 font-mono text-12"
    >
      {before !== null && (
        <Button size="small" disabled={reading} onClick={() => void readOlder()} className="mb-2 font-sans">
          Read older lines
        </Button>
      )}
      {lines.length === 0 && <p className="font-sans text-13 text-muted">Nothing logged yet.</p>}
      {lines.map((line) => (
        <div key={line.id} className={cx("flex gap-3 whitespace-pre-wrap", levelColour[line.level])}>
          <time className="shrink-0 text-muted" suppressHydrationWarning>
            {formatClock(line.wallTimeMs)}
          </time>
          <span className="min-w-0 break-words">
            {(line.level === "error" || line.level === "warning") && (
              <span className="font-semibold">{line.level} </span>
            )}
            {line.text}
          </span>
        </div>
      ))}
    </div>
  );
}

/** The newest page joined to what was read; read anew when more was logged than a page holds. */
export function appendNewer(known: readonly Line[], page: readonly Line[]): Line[] {
  const last = known.at(-1)?.id;
  if (last === undefined) return [...page];
  const first = page[0]?.id;
  if (first !== undefined && first > last + 1 && !page.some((line) => line.id === last)) return [...page];
  return [...known, ...page.filter((line) => line.id > last)];
}

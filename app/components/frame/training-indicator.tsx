"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useLive } from "../../live/use-live";
import { useTRPC } from "../../trpc/client";
import { Tooltip } from "../ui/tooltip";

/** How many runs train now, and whether this page still hears from the server. */
export function TrainingIndicator() {
  const trpc = useTRPC();
  const { connection } = useLive();
  const { data: state } = useQuery(trpc.server.state.queryOptions());
  if (connection === "lost")
    return (
      <Tooltip content="No connection to the server. What you see is the last that arrived; it updates by itself when the server is back.">
        <span role="status" className="flex items-center gap-1.5 px-1 text-13 text-warning">
          <Dot className="fill-warning" />
          Offline
        </span>
      </Tooltip>
    );
  const training = state?.training ?? 0;
  const queued = state?.queued ?? 0;
  const says =
    training > 0 || queued > 0
      ? `${training} of ${state?.slots ?? training} trainer slots in use, ${queued} waiting`
      : "Nothing is training";
  return (
    <Tooltip content={says}>
      <Link
        href="/?status=running,queued"
        aria-label={says}
        className="flex items-center gap-1.5 rounded-md px-1.5 py-1 text-13 whitespace-nowrap text-muted figures hover:text-text"
      >
        <Dot className={training > 0 ? "fill-good" : "fill-strong-line"} />
        {training}
        <span className="max-sm:hidden">training</span>
      </Link>
    </Tooltip>
  );
}

function Dot({ className }: { className: string }) {
  return (
    <svg viewBox="0 0 8 8" width={8} height={8} className={className} aria-hidden="true">
      <circle cx="4" cy="4" r="4" />
    </svg>
  );
}

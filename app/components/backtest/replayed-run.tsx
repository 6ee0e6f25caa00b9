"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import Link from "next/link";
import { useMemo, useRef, useState } from "react";
import { episodeTitles } from "../../../db/contract/episode-titles";
import { useInView } from "../../charts/use-in-view";
import { useWidth } from "../../charts/use-width";
import { cx } from "../../format/class-names";
import { formatStep, plural } from "../../format/number";
import { seriesTitle } from "../../format/words";
import { type RouterOutputs, useTRPC } from "../../trpc/client";
import { stepSpan } from "../run/episode-list";
import { RunState } from "../ui/run-state";
import { SeverityBadge } from "../ui/severity";
import { CHART_HEIGHT, ReplayChart } from "./replay-chart";
import type { ComparedEpisode, ComparedRun } from "./use-replay";

export type ListedRun = Pick<
  RouterOutputs["runs"]["list"]["rows"][number],
  "id" | "name" | "status" | "workload"
>;

/** Buckets of a small chart: no more than its pixels. */
const BUCKETS = 400;
/** Series drawn before "show all". */
const SERIES_SHOWN = 4;

/** One run under both settings: a small chart of each series that the detector judges, and what became of its episodes. */
export function ReplayedRun({
  listed,
  run,
  isHealthy,
  onHealthy,
  onRemove,
}: {
  listed: ListedRun;
  run: ComparedRun;
  isHealthy: boolean;
  onHealthy: (isHealthy: boolean) => void;
  onRemove: (() => void) | undefined;
}) {
  const { alarms, steps } = run;
  return (
    <article aria-label={listed.name} className="flex flex-col gap-2 border-t pt-3">
      <header className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <h3 className="flex min-w-0 items-center gap-2 font-medium">
          <RunState status={listed.status} compact />
          <Link href={`/runs/${listed.id}`} className="truncate hover:underline">
            {listed.name}
          </Link>
        </h3>
        <span className="text-12 text-muted figures">{plural(steps, "step")}</span>
        <span
          className={cx("text-13 figures", alarms.before !== alarms.after ? "font-medium" : "text-muted")}
        >
          {alarms.before === alarms.after
            ? plural(alarms.after, "alarm")
            : `${alarms.before} → ${plural(alarms.after, "alarm")}`}
        </span>
        <label className="ml-auto flex items-center gap-1.5 text-13 text-muted">
          <input
            type="checkbox"
            checked={isHealthy}
            onChange={(event) => onHealthy(event.target.checked)}
            className="accent-accent"
          />
          Known to be healthy
        </label>
        {onRemove && (
          <button
            type="button"
            onClick={onRemove}
            aria-label={`Leave ${listed.name} out`}
            className="grid size-6 place-items-center rounded-sm text-muted hover:bg-hover hover:text-text"
          >
            <X size={14} aria-hidden />
          </button>
        )}
      </header>
      {run.series.length === 0 ? (
        <p className="text-13 text-muted">
          {run.points === 0
            ? "It has recorded no point."
            : "It logs no series that this detector judges; the meaning of one that has another name can be given in its config, as series_roles."}
        </p>
      ) : (
        <Charts run={run} />
      )}
      <Changes episodes={run.episodes} />
    </article>
  );
}

function Charts({ run }: { run: ComparedRun }) {
  const trpc = useTRPC();
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const inView = useInView(frame);
  const [all, setAll] = useState(false);
  const few = Math.min(SERIES_SHOWN, Math.max(1, run.telling));
  const shown = all ? run.series : run.series.slice(0, few);
  const names = useMemo(() => [...shown].sort(), [shown]);
  const { data, error } = useQuery({
    ...trpc.series.read.queryOptions({ runIds: [run.runId], names, width: BUCKETS }),
    enabled: inView,
    placeholderData: keepPreviousData,
  });
  const columns = width >= 720 && shown.length > 1 ? 2 : 1;
  const gap = 24;
  const each = Math.floor((width - (columns - 1) * gap) / columns);
  return (
    <div ref={frame} className="flex flex-col gap-2">
      {error && <p className="text-13 text-critical">{error.message}</p>}
      <div
        className="grid gap-y-3"
        style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`, columnGap: gap }}
      >
        {shown.map((name) => {
          const series = data?.find((one) => one.name === name);
          return (
            <figure key={name} className="min-w-0">
              <figcaption className="truncate text-12 text-muted" title={name}>
                {seriesTitle(name)}
              </figcaption>
              <div style={{ height: CHART_HEIGHT }}>
                {series && width > 0 && <ReplayChart data={series} run={run} width={each} />}
              </div>
            </figure>
          );
        })}
      </div>
      {run.series.length > few && (
        <button type="button" onClick={() => setAll(!all)} className="link self-start text-13">
          {all ? "Show fewer series" : `Show all ${run.series.length} series`}
        </button>
      )}
    </div>
  );
}

const words = { gained: "Gained", lost: "Lost", moved: "Moved", kept: "Kept" } as const;
const signs = { gained: "+", lost: "−", moved: "~", kept: "=" } as const;

function Changes({ episodes }: { episodes: readonly ComparedEpisode[] }) {
  if (episodes.length === 0) return <p className="text-13 text-muted">No episode under either setting.</p>;
  return (
    <ul className="flex flex-col gap-0.5 text-13" aria-label="Episodes">
      {episodes.map((one) => {
        const episode = one.after ?? one.before;
        if (!episode) return null;
        return (
          <li
            key={`${one.change} ${episode.kind} ${episode.series} ${episode.startStep}`}
            className={cx("flex flex-wrap gap-x-3", one.change === "kept" && "text-muted")}
          >
            <span className={cx("w-16 shrink-0", one.change !== "kept" && "font-medium")}>
              <span aria-hidden className="inline-block w-4 figures">
                {signs[one.change]}
              </span>
              {words[one.change]}
            </span>
            <SeverityBadge severity={episode.severity} />
            <span className="figures">
              {episodeTitles[episode.kind]}, {stepSpan(episode)}
            </span>
            {one.change === "moved" && one.before && one.after && (
              <span className="text-muted figures">{moved(one.before, one.after)}</span>
            )}
            <span
              className="min-w-0 basis-full truncate pl-[76px] text-12 text-muted max-sm:pl-4 max-sm:whitespace-normal"
              title={episode.evidence.sentence}
            >
              {episode.evidence.sentence}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

type Episode = NonNullable<ComparedEpisode["after"]>;

/** What is another than before, in words. */
function moved(before: Episode, after: Episode): string {
  const parts: string[] = [];
  if (before.alarmedAt !== after.alarmedAt)
    parts.push(`alarm ${alarmWords(before.alarmedAt)} → ${alarmWords(after.alarmedAt)}`);
  if (before.startStep !== after.startStep || before.endStep !== after.endStep)
    parts.push(`was ${stepSpan(before)}`);
  if (before.severity !== after.severity) parts.push(`was ${before.severity}`);
  return parts.join(", ");
}

const alarmWords = (step: number | undefined): string => (step === undefined ? "none" : formatStep(step));

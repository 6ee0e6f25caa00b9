"use client";

import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { Fragment, type Ref } from "react";
import { episodeTitles } from "../../../db/contract/episode-titles";
import type { EpisodeRow } from "../../../db/contract/read-models";
import { workloads } from "../../../db/contract/workloads";
import { cx } from "../../format/class-names";
import { formatExact, formatNumber } from "../../format/number";
import { EpisodeEvidence } from "../run/episode-evidence";
import { stepSpan } from "../run/episode-list";
import { episodeZoom } from "../run/episode-range";
import type { Selection } from "../runs/use-selection";
import { EpisodeHistory } from "../triage/episode-history";
import { TriageActions } from "../triage/triage-actions";
import type { Triage, TriagedEpisode } from "../triage/use-triage";
import { ArmDot } from "../ui/arm-dot";
import { Button } from "../ui/button";
import { RelativeTime } from "../ui/relative-time";
import { KindGlyph, SeverityBadge } from "../ui/severity";
import { CommentCount, TriageBadge } from "../ui/triage-badge";

interface Props {
  episodes: readonly EpisodeRow[];
  openId: string;
  /** The row that keys act on. */
  activeId: string | null;
  selection: Selection;
  triage: Triage;
  commentField: Ref<HTMLTextAreaElement>;
  onOpen: (id: string) => void;
  onMute: (episodes: TriagedEpisode[]) => void;
}

/** Episodes as rows; one of them may stand open with its evidence and what people did about it. */
export function EpisodeTable({ episodes, openId, activeId, selection, onOpen, ...shared }: Props) {
  const all = episodes.map(({ id }) => id);
  const allSelected = all.every((id) => selection.selected.has(id));
  return (
    <table className="w-full border-collapse text-13 max-md:block">
      <thead className="max-md:hidden">
        <tr className="border-b text-left text-muted">
          <th scope="col" className="pr-3 pl-2">
            <input
              type="checkbox"
              className="size-4 align-middle accent-accent"
              aria-label="Select all"
              checked={allSelected}
              onChange={() => selection.setMany(all, !allSelected)}
            />
          </th>
          <th scope="col" className="h-8 pr-4 font-medium">
            Severity
          </th>
          <th scope="col" className="pr-6 font-medium">
            What happened
          </th>
          <th scope="col" className="pr-6 font-medium">
            Run
          </th>
          <th scope="col" className="pr-6 font-medium">
            Steps
          </th>
          <th scope="col" className="pr-6 text-right font-medium">
            Peak
          </th>
          <th scope="col" className="pr-2 text-right font-medium">
            Seen
          </th>
        </tr>
      </thead>
      <tbody className="max-md:block">
        {episodes.map((episode) => {
          const open = episode.id === openId;
          return (
            <Fragment key={episode.id}>
              <EpisodeLine
                episode={episode}
                open={open}
                active={episode.id === activeId}
                selected={selection.selected.has(episode.id)}
                onSelect={(range) => selection.toggle(episode.id, range)}
                onToggle={() => onOpen(open ? "" : episode.id)}
              />
              {open && (
                <tr className="border-b bg-surface max-md:block">
                  <td colSpan={7} className="max-md:block">
                    <OpenEpisode episode={episode} {...shared} />
                  </td>
                </tr>
              )}
            </Fragment>
          );
        })}
      </tbody>
    </table>
  );
}

function EpisodeLine({
  episode,
  open,
  active,
  selected,
  onSelect,
  onToggle,
}: {
  episode: EpisodeRow;
  open: boolean;
  active: boolean;
  selected: boolean;
  onSelect: (range: boolean) => void;
  onToggle: () => void;
}) {
  const cell = "py-2 pr-6 align-top whitespace-nowrap figures max-md:p-0 max-md:text-12 max-md:text-muted";
  return (
    <tr
      data-episode={episode.id}
      aria-current={active || undefined}
      className={cx(
        "relative scroll-my-16 hover:bg-hover max-md:flex max-md:flex-wrap max-md:items-center max-md:gap-x-3 max-md:gap-y-1 max-md:border-t max-md:py-2.5",
        selected ? "bg-selected" : open && "bg-surface",
        !open && "md:border-b",
        active && "shadow-[inset_3px_0_0_var(--color-accent)]",
      )}
    >
      <td className="py-2 pr-3 pl-2 align-top max-md:absolute max-md:top-2.5 max-md:right-0 max-md:p-0">
        <input
          type="checkbox"
          className="relative z-10 size-4 align-middle accent-accent"
          aria-label={`Select ${episodeTitles[episode.kind]}, ${stepSpan(episode)}`}
          checked={selected}
          onChange={(event) => onSelect((event.nativeEvent as MouseEvent).shiftKey)}
        />
      </td>
      <td className="py-2 pr-4 align-top max-md:p-0">
        <SeverityBadge severity={episode.severity} />
      </td>
      <td className="w-full py-2 pr-6 align-top max-md:order-first max-md:p-0 lg:max-w-0">
        <button
          type="button"
          aria-expanded={open}
          onClick={onToggle}
          className="flex w-full items-center gap-1.5 text-left font-medium after:absolute after:inset-0"
        >
          <KindGlyph kind={episode.kind} />
          <span className="whitespace-nowrap">{episodeTitles[episode.kind]}</span>
          <span
            className="truncate font-normal text-muted max-md:hidden md:max-lg:max-w-[24ch]"
            title={episode.series}
          >
            {episode.series}
          </span>
          {episode.state === "open" && <span className="text-12 font-normal text-critical">ongoing</span>}
          <TriageBadge triage={episode.triage} />
          <CommentCount count={episode.comments} />
          <ChevronRight
            size={14}
            aria-hidden
            className={cx("ml-auto shrink-0 text-muted", open && "rotate-90")}
          />
        </button>
        <p className="mt-0.5 max-w-[90ch] text-muted text-pretty">
          <span className="wrap-anywhere md:hidden">{episode.series}: </span>
          {episode.evidence.sentence}
        </p>
      </td>
      <td className={cell}>
        <Link href={`/runs/${episode.runId}`} prefetch={false} className="link relative z-10">
          {episode.runName}
        </Link>
        <span className="mt-0.5 flex items-center gap-1.5 text-muted max-md:hidden">
          {episode.arm && <ArmDot position={episode.arm.position} />}
          {workloads[episode.workload].title}
        </span>
      </td>
      <td className={cell}>{stepSpan(episode)}</td>
      <td className={cx(cell, "md:text-right")} title={formatExact(episode.peakValue)}>
        <span className="md:hidden">peak </span>
        {formatNumber(episode.peakValue)}
      </td>
      <td className="py-2 pr-2 text-right align-top text-muted max-md:ml-auto max-md:p-0 max-md:text-12">
        <RelativeTime timeMs={episode.detectedAt} />
      </td>
    </tr>
  );
}

function OpenEpisode({
  episode,
  triage,
  commentField,
  onMute,
}: { episode: EpisodeRow } & Pick<Props, "triage" | "commentField" | "onMute">) {
  const [from, to] = episodeZoom(episode, Number.POSITIVE_INFINITY);
  return (
    <div className="flex max-w-[820px] flex-col gap-3 px-2 pt-1 pb-4 md:ml-32">
      <div className="flex flex-wrap gap-2">
        <TriageActions episode={episode} triage={triage} onMute={onMute} />
        <Button asChild size="small">
          <Link href={`/runs/${episode.runId}?from=${from}&to=${to}&episode=${episode.id}`}>
            Show it on the run's charts
          </Link>
        </Button>
      </div>
      <div className="-mx-2">
        <EpisodeEvidence episode={episode} />
      </div>
      <EpisodeHistory episode={episode} triage={triage} commentField={commentField} />
    </div>
  );
}

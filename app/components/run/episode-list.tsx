"use client";

import { ChevronRight } from "lucide-react";
import { type Ref, useEffect, useMemo, useRef, useState } from "react";
import { type Severity, severities } from "../../../db/contract/episode";
import { episodeTitles } from "../../../db/contract/episode-titles";
import type { EpisodeRow } from "../../../db/contract/read-models";
import { useChartSync } from "../../charts/crosshair";
import { cx } from "../../format/class-names";
import { formatStep, plural } from "../../format/number";
import { seriesTitle, severityWords, triageWords } from "../../format/words";
import { EpisodeHistory } from "../triage/episode-history";
import { MuteDialog } from "../triage/mute-dialog";
import { TriageActions } from "../triage/triage-actions";
import { type Triage, type TriagedEpisode, useTriage } from "../triage/use-triage";
import { useTriageKeys } from "../triage/use-triage-keys";
import { KindGlyph, SeverityGlyph } from "../ui/severity";
import { CommentCount, TriageIcon } from "../ui/triage-badge";
import { EpisodeEvidence } from "./episode-evidence";
import { leadTime } from "./lead-time";

/** Episodes beside the charts: hover lights the band, click zooms and opens the evidence. */
export function EpisodeList({
  episodes,
  hidden,
  onHide,
  openId,
  onOpen,
  ended,
}: {
  episodes: readonly EpisodeRow[];
  hidden: readonly Severity[];
  onHide: (hidden: Severity[]) => void;
  openId: string;
  onOpen: (episode: EpisodeRow | null) => void;
  ended: boolean;
}) {
  const counts = useMemo(() => countBySeverity(episodes), [episodes]);
  const lead = useMemo(() => leadTime(episodes), [episodes]);
  const triage = useTriage();
  const [muting, setMuting] = useState<readonly TriagedEpisode[] | null>(null);
  const commentField = useRef<HTMLTextAreaElement>(null);
  useTriageKeys({
    triage,
    targets: () => episodes.filter(({ id }) => id === openId),
    onMute: setMuting,
    onComment: () => commentField.current?.focus(),
  });
  const shown = episodes.filter((episode) => !hidden.includes(episode.severity));
  return (
    <section aria-labelledby="episodes-heading">
      <header className="flex h-7 items-center justify-between gap-2">
        <h2 id="episodes-heading" className="font-semibold">
          Episodes
        </h2>
        <div className="flex gap-1">
          {[...severities].reverse().map((severity) =>
            counts[severity] === 0 ? null : (
              <button
                key={severity}
                type="button"
                aria-pressed={!hidden.includes(severity)}
                title={`${severityWords[severity]}: ${hidden.includes(severity) ? "hidden" : "shown"} in the list and on the charts`}
                onClick={() =>
                  onHide(
                    hidden.includes(severity)
                      ? hidden.filter((other) => other !== severity)
                      : [...hidden, severity],
                  )
                }
                className={cx(
                  "inline-flex h-6 items-center gap-1 rounded-full border px-2 text-12 figures hover:bg-hover",
                  hidden.includes(severity) ? "border-dashed text-muted line-through" : "border-strong-line",
                )}
              >
                <SeverityGlyph severity={severity} size={10} />
                {counts[severity]}
                <span className="sr-only">{severityWords[severity]}</span>
              </button>
            ),
          )}
        </div>
      </header>
      {episodes.length === 0 && (
        <p className="pt-1 text-13 text-muted">
          {ended
            ? "None: no detector found anything wrong."
            : "None so far. What a detector finds shows up here within a second."}
        </p>
      )}
      {lead && (
        <p className="pt-1 text-13 text-muted figures">
          First alarm at step {formatStep(lead.alarmStep)}, {plural(lead.steps, "step")} before a loss that is
          not finite.
        </p>
      )}
      <ol className="mt-1 flex flex-col">
        {shown.map((episode) => (
          <EpisodeItem
            key={episode.id}
            episode={episode}
            open={episode.id === openId}
            triage={triage}
            commentField={commentField}
            onMute={setMuting}
            onToggle={() => onOpen(episode.id === openId ? null : episode)}
          />
        ))}
      </ol>
      <MuteDialog episodes={muting} triage={triage} onClose={() => setMuting(null)} />
    </section>
  );
}

function EpisodeItem({
  episode,
  open,
  triage,
  commentField,
  onMute,
  onToggle,
}: {
  episode: EpisodeRow;
  open: boolean;
  triage: Triage;
  commentField: Ref<HTMLTextAreaElement>;
  onMute: (episodes: TriagedEpisode[]) => void;
  onToggle: () => void;
}) {
  const { lit } = useChartSync();
  const item = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (open && item.current) scrollWithin(item.current);
  }, [open]);
  useEffect(() => () => lit.set(null), [lit]);
  const light = () => lit.set([episode.startStep, episode.endStep]);
  return (
    <li ref={item} className={cx("border-t", open && "bg-surface")}>
      <button
        type="button"
        aria-expanded={open}
        onClick={onToggle}
        onPointerEnter={light}
        onPointerLeave={() => lit.set(null)}
        onFocus={light}
        onBlur={() => lit.set(null)}
        className="flex w-full items-start gap-2 px-1 py-1.5 text-left text-13 hover:bg-hover"
      >
        <span className="pt-1">
          <SeverityGlyph severity={episode.severity} />
        </span>
        <span className="min-w-0 flex-1">
          <span className="flex items-center gap-1.5">
            <KindGlyph kind={episode.kind} />
            <span className="truncate font-medium">{episodeTitles[episode.kind]}</span>
            <span className="ml-auto flex shrink-0 items-center gap-1.5 text-muted">
              <CommentCount count={episode.comments} />
              {episode.triage.state !== "open" && (
                <span title={triageWords[episode.triage.state]}>
                  <TriageIcon state={episode.triage.state} />
                  <span className="sr-only">{triageWords[episode.triage.state]}</span>
                </span>
              )}
              {episode.state === "open" && <span className="text-12 text-critical">ongoing</span>}
            </span>
          </span>
          <span className="flex justify-between gap-2 text-12 text-muted figures">
            <span className="truncate" title={episode.series}>
              {seriesTitle(episode.series)}
            </span>
            <span className="whitespace-nowrap">{stepSpan(episode)}</span>
          </span>
          <span className="sr-only">{severityWords[episode.severity]}</span>
        </span>
        <ChevronRight size={14} aria-hidden className={cx("mt-1 shrink-0 text-muted", open && "rotate-90")} />
      </button>
      {open && (
        <>
          <div className="flex flex-wrap gap-1 px-2 pt-1 pb-2 [&>button]:gap-1 [&>button]:px-1.5">
            <TriageActions episode={episode} triage={triage} onMute={onMute} />
          </div>
          <EpisodeEvidence episode={episode} />
          <div className="px-2 pb-3">
            <EpisodeHistory episode={episode} triage={triage} commentField={commentField} />
          </div>
        </>
      )}
    </li>
  );
}

/** Scrolls the list, not the page, until the item's beginning is in sight. */
function scrollWithin(item: HTMLElement): void {
  const scroller = item.closest<HTMLElement>("[data-episode-scroller]");
  if (!scroller) return;
  const above = item.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
  if (above < 0 || above > scroller.clientHeight - 80) scroller.scrollTop += above - 32;
}

/** `step 412`, `steps 412 to 480` */
export function stepSpan({ startStep, endStep }: Pick<EpisodeRow, "startStep" | "endStep">): string {
  return startStep === endStep
    ? `step ${formatStep(startStep)}`
    : `steps ${formatStep(startStep)} to ${formatStep(endStep)}`;
}

function countBySeverity(episodes: readonly EpisodeRow[]): Record<Severity, number> {
  const counts: Record<Severity, number> = { benign: 0, warning: 0, critical: 0 };
  for (const { severity } of episodes) counts[severity] += 1;
  return counts;
}

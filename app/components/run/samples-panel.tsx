"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useEffect } from "react";
import type { MediaItem, RunDetail } from "../../../db/contract/read-models";
import { isEnded } from "../../../db/contract/statuses";
import { cx } from "../../format/class-names";
import { formatStep } from "../../format/number";
import { useTRPC } from "../../trpc/client";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { Notice } from "../ui/notice";
import { Skeleton } from "../ui/skeleton";

/** Drawn at this width at most, whatever the image's own; small ones are enlarged pixel by pixel. */
const SHOWN_PX = 480;

export const mediaHref = ({ sha256 }: Pick<MediaItem, "sha256">): string => `/media/${sha256}.png`;

/** Samples drawn while training, one step at a time. `step` null follows the newest. */
export function SamplesPanel({
  run,
  step,
  onStep,
}: {
  run: RunDetail;
  step: number | null;
  onStep: (step: number | null) => void;
}) {
  const trpc = useTRPC();
  const media = useQuery(trpc.runs.media.queryOptions({ id: run.id }));
  if (media.isError) return <Notice tone="error">{media.error.message}</Notice>;
  if (!media.data) return <Skeleton className="h-96" label="Reading samples" />;
  const steps = [...new Set(media.data.map((item) => item.step))].sort((a, b) => a - b);
  if (steps.length === 0) return <NoSamples run={run} />;
  const wanted = step ?? steps.at(-1) ?? 0;
  const index = Math.max(
    0,
    steps.findLastIndex((other) => other <= wanted),
  );
  const shown = steps[index] ?? 0;
  const goTo = (next: number) => {
    const target = Math.min(steps.length - 1, Math.max(0, next));
    onStep(target === steps.length - 1 ? null : (steps[target] ?? null));
  };
  const items = media.data.filter((item) => item.step === shown);
  const neighbours = media.data.filter(
    (item) => item.step === steps[index + 1] || item.step === steps[index - 1],
  );
  return (
    <div className="flex flex-col gap-4">
      <div className="flex max-w-[640px] items-center gap-3">
        <Button
          size="icon"
          aria-label="Earlier samples"
          disabled={index === 0}
          onClick={() => goTo(index - 1)}
        >
          <ChevronLeft size={16} aria-hidden />
        </Button>
        <input
          type="range"
          min={0}
          max={steps.length - 1}
          value={index}
          aria-label="Step of the samples"
          aria-valuetext={`step ${shown}`}
          onChange={(event) => goTo(Number(event.target.value))}
          className="min-w-0 flex-1 accent-accent"
        />
        <Button
          size="icon"
          aria-label="Later samples"
          disabled={index === steps.length - 1}
          onClick={() => goTo(index + 1)}
        >
          <ChevronRight size={16} aria-hidden />
        </Button>
        <output className="w-28 text-13 whitespace-nowrap text-muted figures">
          step {formatStep(shown)}
          {step === null && !isEnded(run.status) && ", live"}
        </output>
      </div>
      <div className="flex flex-wrap items-start gap-6">
        {items.map((item) => (
          <figure key={item.name} className="min-w-0">
            <figcaption className="flex h-7 items-center text-13 font-medium">{item.name}</figcaption>
            {/* biome-ignore lint/performance/noImgElement: stored files of fixed size, served as they are. */}
            <img
              src={mediaHref(item)}
              width={item.width}
              height={item.height}
              alt={`${item.name} of ${run.name} at step ${item.step}`}
              className="h-auto max-w-full rounded-md border bg-surface [image-rendering:pixelated]"
              style={{ width: SHOWN_PX }}
            />
          </figure>
        ))}
        <Filmstrip
          media={media.data}
          name={items[0]?.name}
          shown={shown}
          onStep={(next) => goTo(steps.indexOf(next))}
        />
      </div>
      <Preload items={neighbours} />
    </div>
  );
}

/** More thumbnails than this are thinned out evenly; the scrubber still reaches every step. */
const MOST_THUMBNAILS = 60;

/** The whole training at a glance, in small images that lead to their step. */
function Filmstrip({
  media,
  name,
  shown,
  onStep,
}: {
  media: readonly MediaItem[];
  name: string | undefined;
  shown: number;
  onStep: (step: number) => void;
}) {
  const ofName = media.filter((item) => item.name === name);
  const every = Math.ceil(ofName.length / MOST_THUMBNAILS);
  const thumbnails = ofName.filter((_, index) => index % every === 0 || index === ofName.length - 1);
  return (
    <div className="min-w-60 flex-1">
      <h3 className="flex h-7 items-center text-13 font-medium">All steps</h3>
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(84px,1fr))] gap-2">
        {thumbnails.map((item) => (
          <li key={item.step}>
            <button
              type="button"
              onClick={() => onStep(item.step)}
              aria-current={item.step === shown}
              className="flex w-full flex-col gap-0.5 rounded-md text-12 text-muted figures hover:text-text aria-current:text-text"
            >
              {/* biome-ignore lint/performance/noImgElement: stored files of fixed size, served as they are. */}
              <img
                src={mediaHref(item)}
                width={item.width}
                height={item.height}
                alt=""
                loading="lazy"
                className={cx(
                  "h-auto w-full rounded-sm border-2",
                  item.step === shown ? "border-accent" : "border-transparent",
                )}
              />
              {formatStep(item.step)}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function NoSamples({ run }: { run: RunDetail }) {
  const every = "sampleEvery" in run.config ? run.config.sampleEvery : null;
  if (every === null)
    return (
      <EmptyState title="This workload draws no samples">
        <p>Its outcome is the accuracy, on the overview.</p>
      </EmptyState>
    );
  return (
    <EmptyState title={every === 0 ? "This run draws no samples" : "No samples yet"}>
      <p>
        {every === 0
          ? "sampleEvery is 0 in its config. Start a run with, for example, --set sampleEvery=25 to see what the generator makes."
          : `They are drawn every ${formatStep(every)} steps.`}
      </p>
    </EmptyState>
  );
}

/** The images next to the shown one, so that scrubbing does not flicker. */
function Preload({ items }: { items: readonly MediaItem[] }) {
  useEffect(() => {
    for (const item of items) new Image().src = mediaHref(item);
  }, [items]);
  return null;
}

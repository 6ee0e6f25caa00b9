"use client";

import { useQueries } from "@tanstack/react-query";
import { ChevronLeft, ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import type { MediaItem } from "../../../db/contract/read-models";
import { formatStep } from "../../format/number";
import { useTRPC } from "../../trpc/client";
import { Button } from "../ui/button";
import { sampleAt, sampleSteps } from "./sample-at-step";

export interface SampleColumn {
  runId: string;
  /** What stands above the image. */
  heading: ReactNode;
}

/** Sample images of several runs side by side, all at one scrubbed step. */
export function SampleStrip({
  columns,
  step,
  onStep,
  empty,
}: {
  columns: readonly SampleColumn[];
  /** Null follows the latest. */
  step: number | null;
  onStep: (step: number | null) => void;
  empty: ReactNode;
}) {
  const trpc = useTRPC();
  const media = useQueries({
    queries: columns.map(({ runId }) => trpc.runs.media.queryOptions({ id: runId })),
  });
  const perRun = media.map((query) => query.data ?? []);
  const failed = media.find((query) => query.error)?.error;
  const steps = sampleSteps(perRun);
  const index = step === null ? steps.length - 1 : nearestIndex(steps, step);
  const shown = steps[index];
  if (failed) return <p className="text-13 text-critical">The samples could not be read. {failed.message}</p>;
  if (shown === undefined)
    return (
      <div className="grid min-h-40 place-items-center rounded-md border border-dashed px-4 text-center text-13 text-muted">
        {media.some((query) => query.isLoading) ? "" : empty}
      </div>
    );
  const go = (to: number) => onStep(to >= steps.length - 1 ? null : (steps[Math.max(0, to)] ?? null));
  return (
    <div className="flex flex-col gap-3">
      <div className="flex items-center gap-2">
        <Button
          size="small-icon"
          aria-label="Earlier samples"
          disabled={index <= 0}
          onClick={() => go(index - 1)}
        >
          <ChevronLeft size={14} aria-hidden />
        </Button>
        <input
          type="range"
          aria-label="Step of the samples"
          aria-valuetext={`Step ${shown}`}
          className="min-w-0 max-w-96 flex-1 accent-accent"
          min={0}
          max={steps.length - 1}
          value={index}
          onChange={(event) => go(Number(event.target.value))}
        />
        <Button
          size="small-icon"
          aria-label="Later samples"
          disabled={index >= steps.length - 1}
          onClick={() => go(index + 1)}
        >
          <ChevronRight size={14} aria-hidden />
        </Button>
        <span className="w-24 text-13 whitespace-nowrap figures">step {formatStep(shown)}</span>
      </div>
      <ul className="grid grid-cols-2 gap-4 sm:grid-cols-[repeat(auto-fill,minmax(210px,1fr))]">
        {columns.map((column, at) => (
          <li key={column.runId} className="flex min-w-0 flex-col gap-1.5">
            <div className="min-w-0 text-13">{column.heading}</div>
            <Sample item={sampleAt(perRun[at] ?? [], shown)} shownStep={shown} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Sample({ item, shownStep }: { item: MediaItem | null; shownStep: number }) {
  if (!item)
    return (
      <div className="grid aspect-square place-items-center rounded-md border border-dashed text-13 text-muted">
        none by this step
      </div>
    );
  return (
    <figure>
      {/* biome-ignore lint/performance/noImgElement: the images are small, immutable and served as they are. */}
      <img
        src={`/media/${item.sha256}.png`}
        alt={`Samples at step ${item.step}`}
        width={item.width}
        height={item.height}
        className="aspect-square w-full rounded-md border bg-surface object-contain [image-rendering:pixelated]"
      />
      <figcaption className="mt-0.5 h-4 text-12 text-muted">
        {item.step === shownStep ? "" : `last drawn at step ${formatStep(item.step)}`}
      </figcaption>
    </figure>
  );
}

function nearestIndex(steps: readonly number[], step: number): number {
  let best = 0;
  steps.forEach((one, index) => {
    if (Math.abs(one - step) < Math.abs((steps[best] ?? 0) - step)) best = index;
  });
  return best;
}

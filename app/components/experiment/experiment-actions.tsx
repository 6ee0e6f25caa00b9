"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { CircleStop, GitCompareArrows, Plus } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import type { ExperimentDetail } from "../../../db/contract/read-models";
import { plural } from "../../format/number";
import { useTRPC } from "../../trpc/client";
import { whatCanBeDetected } from "../launch/detectable";
import { useUndoable } from "../run/use-undoable";
import { Button } from "../ui/button";
import { Notice } from "../ui/notice";
import { Popover } from "../ui/popover";
import { cellGrid } from "./cell-grid";

/** The most that the comparison page lays over each other. */
const mostCompared = 24;
const mostSeedsAdded = 100;

export function ExperimentActions({ experiment }: { experiment: ExperimentDetail }) {
  const active = experiment.runs.queued + experiment.runs.running;
  return (
    <>
      {active > 0 && <StopButton experiment={experiment} />}
      <Button asChild>
        <Link href={`/compare?runs=${comparedRuns(experiment).join(",")}`}>
          <GitCompareArrows size={14} aria-hidden />
          Compare runs
        </Link>
      </Button>
      <AddSeedsButton experiment={experiment} />
    </>
  );
}

function AddSeedsButton({ experiment }: { experiment: ExperimentDetail }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [open, setOpen] = useState(false);
  const comparisons = Math.max(1, experiment.arms.length - 1);
  const { fewestPairs } = whatCanBeDetected(experiment.seeds, comparisons);
  const [text, setText] = useState(() => String(Math.max(3, fewestPairs - experiment.seeds)));
  const count = Number(text);
  const valid = Number.isInteger(count) && count >= 1 && count <= mostSeedsAdded;
  const add = useMutation(
    trpc.experiments.addSeeds.mutationOptions({
      onSuccess: async () => {
        setOpen(false);
        await queryClient.invalidateQueries(trpc.experiments.get.queryFilter({ id: experiment.id }));
      },
    }),
  );
  return (
    <Popover
      label="Add seeds"
      open={open}
      onOpenChange={setOpen}
      className="w-80 p-4"
      trigger={
        <Button variant="primary">
          <Plus size={14} aria-hidden />
          Add seeds
        </Button>
      }
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (valid && !add.isPending) add.mutate({ id: experiment.id, count });
        }}
      >
        <label className="flex items-center justify-between gap-3">
          Seeds to add to each arm
          <input
            className="field w-20 text-right figures"
            inputMode="numeric"
            value={text}
            aria-invalid={!valid}
            onChange={(event) => setText(event.target.value)}
          />
        </label>
        <p className="min-h-10 text-13 text-muted" aria-live="polite">
          {valid
            ? experiment.arms.length > 1
              ? whatCanBeDetected(experiment.seeds + count, comparisons).sentence
              : `${plural(experiment.seeds + count, "seed")} in all.`
            : `Enter a whole number from 1 to ${mostSeedsAdded}.`}
        </p>
        {add.error && <Notice tone="error">{add.error.message}</Notice>}
        <Button variant="primary" type="submit" disabled={!valid || add.isPending}>
          {valid ? `Train ${plural(count * experiment.arms.length, "more run", "more runs")}` : "Add seeds"}
        </Button>
      </form>
    </Popover>
  );
}

/** Stopping cannot be taken back once the trainers have ended, so it waits ten seconds for "Undo". */
function StopButton({ experiment }: { experiment: ExperimentDetail }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const stop = useMutation(
    trpc.experiments.cancel.mutationOptions({
      onSettled: () => queryClient.invalidateQueries(trpc.experiments.pathFilter()),
    }),
  );
  const { secondsLeft, start, undo, now } = useUndoable(() => stop.mutate({ id: experiment.id }));
  if (stop.isError)
    return (
      <span role="alert" className="text-13 text-critical">
        {stop.error.message}
      </span>
    );
  if (stop.isPending || stop.isSuccess)
    return (
      <span role="status" className="text-13 text-muted">
        Stopping; what was recorded stays
      </span>
    );
  if (secondsLeft !== null)
    return (
      <span role="status" className="flex items-center gap-2 text-13">
        <span className="figures">Stops all runs in {secondsLeft} s</span>
        <Button onClick={undo}>Undo</Button>
        <Button variant="quiet" onClick={now}>
          Stop now
        </Button>
      </span>
    );
  return (
    <Button variant="danger" onClick={start}>
      <CircleStop size={14} aria-hidden />
      Stop
    </Button>
  );
}

/** All runs while they fit on one page; else whole seeds, the first ones, so that arms stay paired. */
export function comparedRuns(experiment: Pick<ExperimentDetail, "arms">): string[] {
  const { seeds, rows } = cellGrid(experiment.arms);
  const seedsShown = Math.max(1, Math.floor(mostCompared / Math.max(1, rows.length)));
  return seeds
    .slice(0, seedsShown)
    .flatMap((_, index) => rows.flatMap(({ cells }) => cells[index]?.id ?? []))
    .slice(0, mostCompared);
}

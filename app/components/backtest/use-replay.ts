import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ThresholdValues } from "../../backtest/search-params";
import { type RouterOutputs, useTRPC } from "../../trpc/client";
import type { Detector } from "./slider-scale";

export type Replayed = RouterOutputs["backtest"]["replay"];
export type ComparedRun = Replayed["runs"][number];
export type ComparedEpisode = ComparedRun["episodes"][number];

export interface ReplayQuestion {
  runIds: string[];
  detector: Detector["id"];
  before: ThresholdValues;
  after: ThresholdValues;
  healthy: string[];
}

/** Answers of a slider that moves on are of no use for long. */
const keptMs = 20_000;

/**
 * What the detector would have said. One question is under way at a time; the next one is the newest when its answer is
 * there, so that a slider that moves faster than the server answers leaves no queue behind.
 */
export function useReplay(question: ReplayQuestion, enabled: boolean) {
  const trpc = useTRPC();
  const [asked, setAsked] = useState(question);
  const query = useQuery({
    ...trpc.backtest.replay.queryOptions(asked),
    enabled: enabled && asked.runIds.length > 0,
    placeholderData: keepPreviousData,
    gcTime: keptMs,
  });
  if (!query.isFetching && JSON.stringify(asked) !== JSON.stringify(question)) setAsked(question);
  return query;
}

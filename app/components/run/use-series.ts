import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { ChartAxis } from "../../../db/contract/chart-axis";
import type { SeriesData } from "../../../db/contract/read-models";
import { keepUnchangedSeries } from "../../charts/keep-unchanged-series";
import { useTRPC } from "../../trpc/client";

/** Buckets a trace is drawn from. */
export const BUCKETS = 2000;

/**
 * Series of a run over a range of an axis. Reads only while `inView`; the data of before stays until
 * the new is there, so that a zoom shows the coarse curve at once and the fine one a moment later.
 */
export function useSeries(
  runId: string,
  names: readonly string[],
  range: readonly [number, number] | null,
  inView: boolean,
  over: ChartAxis = "step",
): { series: SeriesData[] | undefined; error: string | null } {
  const trpc = useTRPC();
  const query = useQuery({
    ...trpc.series.read.queryOptions({
      runIds: [runId],
      names: [...names],
      over,
      from: range?.[0],
      to: range?.[1],
      width: BUCKETS,
    }),
    enabled: inView,
    placeholderData: keepPreviousData,
    structuralSharing: keepUnchangedSeries,
  });
  return { series: query.data, error: query.error?.message ?? null };
}

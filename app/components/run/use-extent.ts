import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { ChartAxis } from "../../../db/contract/chart-axis";
import { grownRange } from "../../charts/axis-range";
import type { Range } from "../../charts/figure";
import { useTRPC } from "../../trpc/client";

/**
 * All of an axis that runs have points at, with room where they go on; null while it is read, and where they have none.
 * Steps need no reading: the page knows them.
 */
export function useExtent(
  runIds: readonly string[],
  over: ChartAxis,
  steps: Range,
  ended: boolean,
): Range | null {
  const trpc = useTRPC();
  const { data } = useQuery({
    ...trpc.series.extent.queryOptions({ runIds: [...runIds], over }),
    enabled: over !== "step",
    placeholderData: keepPreviousData,
  });
  return useMemo(() => {
    if (over === "step") return steps;
    return data ? grownRange([data.from, data.to], ended) : null;
  }, [over, steps, data, ended]);
}

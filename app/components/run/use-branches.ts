import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { BranchSeries } from "../../../db/contract/read-models";
import type { Range } from "../../charts/figure";
import type { XAxis } from "../../charts/x-axis";
import { useTRPC } from "../../trpc/client";

/** A faint line behind others needs no more. */
const BUCKETS = 500;

/** What a run recorded of some series and then replaced; nothing is read unless `shown`. */
export function useBranches(
  runId: string,
  names: readonly string[],
  { over }: XAxis,
  range: Range | null,
  shown: boolean,
): readonly BranchSeries[] | undefined {
  const trpc = useTRPC();
  const { data } = useQuery({
    ...trpc.series.branches.queryOptions({
      runId,
      names: [...names],
      over,
      from: range?.[0],
      to: range?.[1],
      width: BUCKETS,
    }),
    enabled: shown,
    placeholderData: keepPreviousData,
  });
  return shown ? data : undefined;
}

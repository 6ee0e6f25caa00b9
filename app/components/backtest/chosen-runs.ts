import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { readsAsFilter } from "../../../db/contract/run-filter";
import { type BacktestState, RUNS_FOUND } from "../../backtest/search-params";
import { useTRPC } from "../../trpc/client";
import { filterFault } from "../runs/search-params";
import type { ListedRun } from "./replayed-run";

export interface ChosenRuns {
  runs: readonly ListedRun[] | undefined;
  /** Of how many that match they are the latest. */
  total: number;
  hint: string | null;
  error: string | null;
  reload: () => void;
}

/** The runs that the page names, else the latest ones that its search finds. */
export function useChosenRuns({ runs, q }: Pick<BacktestState, "runs" | "q">): ChosenRuns {
  const trpc = useTRPC();
  const isNamed = runs.length > 0;
  const named = useQuery({
    ...trpc.runs.many.queryOptions({ ids: [...runs] }),
    enabled: isNamed,
    placeholderData: keepPreviousData,
  });
  const text = q.trim();
  const isFilter = readsAsFilter(text) && filterFault(text) === null;
  const found = useQuery({
    ...trpc.runs.list.queryOptions({
      search: isFilter ? undefined : text.slice(0, 200) || undefined,
      filter: isFilter ? text : undefined,
      limit: RUNS_FOUND,
    }),
    enabled: !isNamed,
    placeholderData: keepPreviousData,
  });
  const query = isNamed ? named : found;
  return {
    runs: isNamed ? named.data : found.data?.rows,
    total: isNamed ? runs.length : (found.data?.total ?? 0),
    hint: isNamed ? null : (found.data?.hint ?? null),
    error: query.error?.message ?? null,
    reload: () => void query.refetch(),
  };
}

"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useCallback, useMemo, useRef, useState } from "react";
import { plural } from "../../format/number";
import { useShortcuts } from "../../keyboard/shortcuts";
import { type RouterOutputs, useTRPC } from "../../trpc/client";
import { useSearchState } from "../../url/use-search-state";
import { Button } from "../ui/button";
import { Copyable } from "../ui/copyable";
import { EmptyState } from "../ui/empty-state";
import { Notice } from "../ui/notice";
import { Skeleton } from "../ui/skeleton";
import { withAdded } from "./columns";
import { tableLines } from "./group-runs";
import { ImportDialog } from "./import-dialog";
import type { ListedRun } from "./listed-run";
import { RunsTable } from "./runs-table";
import { RunsToolbar } from "./runs-toolbar";
import { filterFault, nextPage, nextSort, type RunsState, runsQuery, runsSearch } from "./search-params";
import { compareHref, MOST_COMPARED, SelectionBar } from "./selection-bar";
import { useSelection } from "./use-selection";
import { useSteadyOrder } from "./use-steady-order";

/** The list of runs with everything around it. */
export function RunsView() {
  const trpc = useTRPC();
  const router = useRouter();
  const [state, set] = useSearchState(runsSearch);
  const query = useAskedQuery(state);
  const runs = useInfiniteQuery(
    trpc.runs.list.infiniteQueryOptions(query, {
      ...nextPage,
      placeholderData: keepPreviousData,
    }),
  );
  const [occupied, setOccupied] = useState(false);
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [activeId, setActiveId] = useState<string | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const searchField = useRef<HTMLInputElement>(null);

  const rows = useMemo(() => listedRuns(runs.data?.pages ?? []), [runs.data]);
  const columns = useMemo(() => withAdded(state.show), [state.show]);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = runs;
  const readMore = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const { shown, waiting, showAll } = useSteadyOrder(rows, JSON.stringify(query), occupied);
  const lines = useMemo(() => tableLines(shown, state.group, closed), [shown, state.group, closed]);
  const order = useMemo(() => lines.flatMap((line) => (line.type === "run" ? [line.run.id] : [])), [lines]);
  const selection = useSelection(order);
  const open = useCallback((id: string) => router.push(`/runs/${id}`), [router]);

  const move = (by: number) => {
    const index = activeId === null ? -1 : order.indexOf(activeId);
    const next = index < 0 ? 0 : Math.min(order.length - 1, Math.max(0, index + by));
    setActiveId(order[next] ?? null);
  };
  useShortcuts({
    "/": () => searchField.current?.focus(),
    j: () => move(1),
    k: () => move(-1),
    x: () => activeId && selection.toggle(activeId, false),
    enter: () => activeId && open(activeId),
    c: () => {
      if (selection.ids.length > 0 && selection.ids.length <= MOST_COMPARED)
        router.push(compareHref(selection.ids));
    },
    escape: () => selection.clear(),
  });

  const filtered =
    state.q !== "" || state.status.length > 0 || state.workload.length > 0 || state.experiment !== "";
  const clearFilters = () => set({ q: "", status: [], workload: [], experiment: "" }, "push");
  const { total = 0, hint = null } = runs.data?.pages[0] ?? {};

  return (
    <div className="flex h-[calc(100dvh-48px)] flex-col max-md:h-[calc(100dvh-48px-56px)]">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3 max-md:[&>*:nth-child(2)]:order-last">
        <h1 className="text-20 font-semibold">Runs</h1>
        <RunsToolbar
          state={state}
          set={set}
          searchField={searchField}
          experimentName={rows.find((run) => run.arm)?.arm?.experimentName ?? null}
        />
        <div className="ml-auto flex items-center gap-3">
          {waiting > 0 && (
            <Button size="small" variant="secondary" onClick={showAll} aria-live="polite">
              Show {plural(waiting, "new run")}
            </Button>
          )}
          {runs.data && (
            <span className="text-13 whitespace-nowrap text-muted figures">{plural(total, "run")}</span>
          )}
          <ImportDialog />
          <Button asChild variant="primary" size="small">
            <Link href="/launch">Start a run</Link>
          </Button>
        </div>
      </div>
      {runs.isError && (
        <div className="px-4 pb-3">
          <Notice
            tone="error"
            action={
              <Button size="small" onClick={() => void runs.refetch()}>
                Read again
              </Button>
            }
          >
            {runs.error.message}
          </Notice>
        </div>
      )}
      <div
        ref={scroller}
        className="relative min-h-0 flex-1 overflow-auto border-t max-md:px-2"
        onPointerEnter={() => setOccupied(true)}
        onPointerLeave={() => setOccupied(false)}
      >
        {runs.isPending && <Skeleton className="m-4 h-64" label="Reading runs" />}
        {runs.data && total === 0 && !filtered && <NoRuns />}
        {runs.data && total === 0 && filtered && (
          <EmptyState title="No run matches" action={<Button onClick={clearFilters}>Clear filters</Button>}>
            <p>
              {hint ??
                "Every word of the search must occur in a run's name, id, workload, state, arm or tags."}
            </p>
          </EmptyState>
        )}
        {lines.length > 0 && (
          <RunsTable
            lines={lines}
            columns={columns}
            onNearEnd={readMore}
            sort={state.sort}
            onSort={(by) => set({ sort: nextSort(state.sort, by) }, "push")}
            selected={selection.selected}
            activeId={activeId}
            onToggle={selection.toggle}
            onToggleRuns={selection.setMany}
            onToggleGroup={(key) =>
              setClosed((current) => {
                const next = new Set(current);
                if (!next.delete(key)) next.add(key);
                return next;
              })
            }
            onOpen={open}
            allSelected={order.length > 0 && order.every((id) => selection.selected.has(id))}
            onSelectAll={() => selection.setMany(order, !order.every((id) => selection.selected.has(id)))}
            scroller={scroller}
          />
        )}
      </div>
      <SelectionBar ids={selection.ids} onClear={selection.clear} />
    </div>
  );
}

/** What the server is asked: a filter that is still being typed asks for what was asked before. */
function useAskedQuery(state: RunsState) {
  const [asked, setAsked] = useState(state);
  const isWhole = filterFault(state.q) === null;
  if (isWhole && asked !== state) setAsked(state);
  return useMemo(() => runsQuery(isWhole ? state : asked), [isWhole, state, asked]);
}

function listedRuns(pages: readonly RouterOutputs["runs"]["list"][]): ListedRun[] {
  return pages.flatMap(({ rows, values }) =>
    rows.map((run, index) => ({ ...run, values: values[index] ?? [] })),
  );
}

function NoRuns() {
  return (
    <EmptyState
      title="No runs yet"
      action={
        <Button asChild variant="primary">
          <Link href="/launch">Start a run or a comparison</Link>
        </Button>
      }
    >
      <p>
        Each training shows up here while it runs: its progress, its gradient norm and the episodes in which
        something went wrong. Train the ring of Gaussians from a terminal, in half a minute:
      </p>
      <Copyable block text="npx gradiometer train ring-gan" label="command" />
      <p>or choose a workload and the stabilizers to compare on the launch page.</p>
    </EmptyState>
  );
}

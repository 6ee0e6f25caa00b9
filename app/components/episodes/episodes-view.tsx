"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useMemo, useRef, useState } from "react";
import type { EpisodeTotals } from "../../../db/contract/read-models";
import {
  countsQuery,
  EPISODES_READ,
  type EpisodesState,
  episodesQuery,
  episodesSearch,
  triageTabs,
} from "../../episodes/search-params";
import { formatStep, plural } from "../../format/number";
import { triageWords } from "../../format/words";
import { useShortcuts } from "../../keyboard/shortcuts";
import { useTRPC } from "../../trpc/client";
import { useSearchState } from "../../url/use-search-state";
import { useSelection } from "../runs/use-selection";
import { MuteDialog } from "../triage/mute-dialog";
import { type TriagedEpisode, useTriage } from "../triage/use-triage";
import { useTriageKeys } from "../triage/use-triage-keys";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { Notice } from "../ui/notice";
import { PageHeader } from "../ui/page-header";
import { Skeleton } from "../ui/skeleton";
import { TabPanel, Tabs } from "../ui/tabs";
import { EpisodeFilters } from "./episode-filters";
import { EpisodeSelection } from "./episode-selection";
import { EpisodeTable } from "./episode-table";
import { useActiveRow } from "./use-active-row";

const nothingChosen = { severity: [], kind: [], state: [], workload: [] } as const;

/** Everything that went wrong in any run, the latest first, to be gone through row by row. */
export function EpisodesView() {
  const trpc = useTRPC();
  const [state, change] = useSearchState(episodesSearch);
  const { data, error, refetch } = useQuery({
    ...trpc.episodes.list.queryOptions(episodesQuery(state)),
    placeholderData: keepPreviousData,
  });
  const { data: counts } = useQuery({
    ...trpc.episodes.counts.queryOptions(countsQuery(state)),
    placeholderData: keepPreviousData,
  });
  const filtered = [state.severity, state.kind, state.state, state.workload].some((one) => one.length > 0);

  const triage = useTriage();
  const [muting, setMuting] = useState<readonly TriagedEpisode[] | null>(null);
  const order = useMemo(() => (data ?? []).map(({ id }) => id), [data]);
  const selection = useSelection(order);
  const { activeId, choose, move } = useActiveRow(order);
  const commentField = useRef<HTMLTextAreaElement>(null);
  const open = (episode: string) => change({ episode }, "push");
  const selected = (data ?? []).filter(({ id }) => selection.selected.has(id));
  useShortcuts({
    j: () => move(1),
    k: () => move(-1),
    x: () => activeId && selection.toggle(activeId, false),
    enter: () => activeId && open(state.episode === activeId ? "" : activeId),
    escape: () => (selection.ids.length > 0 ? selection.clear() : state.episode && open("")),
  });
  useTriageKeys({
    triage,
    targets: () =>
      selected.length > 0 ? selected : (data ?? []).filter(({ id }) => id === (activeId ?? state.episode)),
    onMute: setMuting,
    onComment: () => {
      const id = activeId ?? state.episode;
      if (id === "") return;
      if (state.episode !== id) open(id);
      // The field is there once its row has opened.
      setTimeout(() => commentField.current?.focus(), state.episode === id ? 0 : 100);
    },
  });

  return (
    <div className="mx-auto flex max-w-[1440px] flex-col gap-4 p-4 md:p-6">
      <PageHeader
        title="Episodes"
        subtitle="Stretches of steps in which something went wrong, the latest first"
        actions={
          <>
            {filtered && <Button onClick={() => change(nothingChosen)}>Clear filters</Button>}
            <Button asChild>
              <Link href="/backtest">Backtest detectors</Link>
            </Button>
          </>
        }
      />
      <EpisodeFilters state={state} counts={counts} change={change} />
      {error && (
        <Notice tone="error" action={<Button onClick={() => void refetch()}>Read again</Button>}>
          The episodes could not be read. {error.message}
        </Notice>
      )}
      <Tabs
        label="Where people have put them"
        value={state.triage}
        onChange={(next) => change({ triage: next }, "push")}
        tabs={triageTabs.map((value) => ({ value, label: <TabLabel tab={value} counts={counts} /> }))}
      >
        <TabPanel value={state.triage}>
          {!data && !error && <Skeleton className="h-64" label="Reading the episodes" />}
          {data?.length === 0 && (
            <NoneHere
              state={state}
              counts={counts}
              onClear={filtered ? () => change(nothingChosen) : undefined}
              onAll={() => change({ triage: "all" })}
            />
          )}
          {data && data.length > 0 && (
            <EpisodeTable
              episodes={data}
              openId={state.episode}
              activeId={activeId}
              selection={selection}
              triage={triage}
              commentField={commentField}
              onOpen={(id) => {
                if (id !== "") choose(id);
                open(id);
              }}
              onMute={setMuting}
            />
          )}
          {data && data.length >= EPISODES_READ && (
            <p className="py-4 text-center text-muted">
              The latest {formatStep(EPISODES_READ)}; filter to see older ones.
            </p>
          )}
        </TabPanel>
      </Tabs>
      <EpisodeSelection episodes={selected} triage={triage} onMute={setMuting} onClear={selection.clear} />
      <MuteDialog episodes={muting} triage={triage} onClose={() => setMuting(null)} />
    </div>
  );
}

function TabLabel({ tab, counts }: { tab: EpisodesState["triage"]; counts: EpisodeTotals | undefined }) {
  const count = counts && (tab === "all" ? total(counts) : counts.byTriage[tab]);
  return (
    <>
      {tab === "all" ? "All" : triageWords[tab]}
      {count !== undefined && <span className="ml-1.5 text-12 text-muted figures">{formatStep(count)}</span>}
    </>
  );
}

const total = ({ byTriage }: EpisodeTotals) => Object.values(byTriage).reduce((sum, one) => sum + one, 0);

/** Why the list is empty: nothing recorded, nothing that matches, or nothing left to do. */
function NoneHere({
  state: { triage },
  counts,
  onClear,
  onAll,
}: {
  state: EpisodesState;
  counts: EpisodeTotals | undefined;
  onClear: (() => void) | undefined;
  onAll: () => void;
}) {
  const elsewhere = counts ? total(counts) : 0;
  if (elsewhere === 0) return onClear ? <NoMatch onClear={onClear} /> : <NoEpisodes />;
  const all = <Button onClick={onAll}>Show all {plural(elsewhere, "episode")}</Button>;
  if (triage === "open")
    return (
      <EmptyState title="Nothing is open" action={all}>
        <p>Every episode{onClear && " that matches"} was acknowledged, resolved or muted.</p>
      </EmptyState>
    );
  const word = triage === "all" ? "here" : triageWords[triage].toLowerCase();
  return (
    <EmptyState title={`No episode is ${word}`} action={all}>
      <p>
        {triage === "muted"
          ? "Mute what is known, with the reason: it rings no bell and counts in no badge."
          : "Open an episode, or choose it with j and k: a acknowledges, r resolves, m mutes, c comments."}
      </p>
    </EmptyState>
  );
}

function NoMatch({ onClear }: { onClear: () => void }) {
  return (
    <EmptyState
      title="No episode matches these filters"
      action={<Button onClick={onClear}>Clear filters</Button>}
    />
  );
}

function NoEpisodes() {
  return (
    <EmptyState
      title="No episodes yet"
      action={
        <Button asChild variant="primary">
          <Link href="/launch?mode=run">Train one run</Link>
        </Button>
      }
    >
      <p>
        When a gradient explodes or vanishes, or a value stops being finite, the stretch of steps appears here
        within a second, with what was measured and why it counts.
      </p>
    </EmptyState>
  );
}

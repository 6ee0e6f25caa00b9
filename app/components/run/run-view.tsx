"use client";

import { useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef } from "react";
import type { EpisodeRow, RunDetail } from "../../../db/contract/read-models";
import { isEnded } from "../../../db/contract/statuses";
import { stepRange } from "../../charts/axis-range";
import { ChartSyncProvider } from "../../charts/crosshair";
import type { Range } from "../../charts/figure";
import { xAxisOf } from "../../charts/x-axis";
import { useShortcuts } from "../../keyboard/shortcuts";
import { useTRPC } from "../../trpc/client";
import { useSearchState } from "../../url/use-search-state";
import { AxisSelect } from "../ui/axis-select";
import { Notice } from "../ui/notice";
import { Skeleton } from "../ui/skeleton";
import { TabPanel, Tabs } from "../ui/tabs";
import { axisSeries } from "./axis-series";
import { BranchSwitch } from "./branch-switch";
import { ChartToolbar } from "./chart-toolbar";
import { CheckpointsPanel } from "./checkpoints-panel";
import { ConfigPanel } from "./config-panel";
import { EnvironmentPanel } from "./environment-panel";
import { EpisodeList } from "./episode-list";
import { episodeZoom } from "./episode-range";
import { GuardList } from "./guard-list";
import { LacksNote } from "./lacks-note";
import { LayersPanel } from "./layers-panel";
import { LogPanel } from "./log-panel";
import { OverviewPanel } from "./overview-panel";
import { RunHeader } from "./run-header";
import { SamplesPanel } from "./samples-panel";
import { type RunTab, runSearch, zoomOf } from "./search-params";
import { SeriesPanel } from "./series-panel";
import { useExtent } from "./use-extent";
import { useNeighbours } from "./use-neighbours";

const tabs: { value: RunTab; label: string }[] = [
  { value: "overview", label: "Overview" },
  { value: "layers", label: "Layers" },
  { value: "samples", label: "Samples" },
  { value: "checkpoints", label: "Checkpoints" },
  { value: "series", label: "Series" },
  { value: "config", label: "Config" },
  { value: "log", label: "Log" },
  { value: "environment", label: "Environment" },
];

export function RunView({ id }: { id: string }) {
  const trpc = useTRPC();
  const run = useQuery(trpc.runs.get.queryOptions({ id }));
  if (run.data) return <LoadedRun run={run.data} />;
  if (run.isError)
    return (
      <div className="p-4">
        <Notice tone="error">{run.error.message}</Notice>
      </div>
    );
  return (
    <div className="p-4">
      <Skeleton className="h-32" label="Reading the run" />
    </div>
  );
}

function LoadedRun({ run }: { run: RunDetail }) {
  const [state, set] = useSearchState(runSearch);
  const goToNeighbour = useNeighbours(run.id);
  const { from, to, over } = state;
  const axis = useMemo(() => xAxisOf(over), [over]);
  const zoom = useMemo(() => zoomOf({ from, to }), [from, to]);
  const ended = isEnded(run.status);
  const replacedTo = state.branches ? Math.max(0, ...run.branches.map(({ lastStep }) => lastStep)) : 0;
  const [, whole] = stepRange(Math.max(run.step ?? 0, replacedTo), run.totalSteps, ended);
  const steps = useMemo<Range>(() => [0, whole], [whole]);
  const extent = useExtent([run.id], over, steps, ended);
  const xRange = zoom ?? extent;
  const offered = useMemo(() => axisSeries([run.series]), [run.series]);

  const zoomedFor = useRef("");
  const onZoom = useCallback(
    (range: Range | null) => {
      const [first, last] = range ? axis.round(range) : [null, null];
      set({ from: first, to: last }, "push");
    },
    [set, axis],
  );
  const openEpisode = useCallback(
    (episode: EpisodeRow | null) => {
      if (!episode) return set({ episode: "" });
      zoomedFor.current = episode.id;
      // Its steps say nothing of another axis: there it opens, and its band is lit.
      if (over !== "step") return set({ episode: episode.id }, "push");
      const [first, last] = episodeZoom(episode, whole);
      set({ episode: episode.id, from: first, to: last }, "push");
    },
    [set, over, whole],
  );
  // A link to an episode (from an alert, say) carries only its id. A later reset of the zoom stays.
  const linked = run.episodesList.find((episode) => episode.id === state.episode);
  useEffect(() => {
    if (!linked || zoomedFor.current === linked.id) return;
    zoomedFor.current = linked.id;
    if (zoom || over !== "step") return;
    const [first, last] = episodeZoom(linked, whole);
    // Next follows the history API only once its router has mounted, which is after this effect.
    const timer = setTimeout(() => set({ from: first, to: last }));
    return () => clearTimeout(timer);
  }, [linked, zoom, over, whole, set]);

  const shown = useMemo(
    () => run.episodesList.filter((episode) => !state.hide.includes(episode.severity)),
    [run.episodesList, state.hide],
  );
  useShortcuts({
    e: () => {
      const index = shown.findIndex((episode) => episode.id === state.episode);
      const next = shown[(index + 1) % Math.max(1, shown.length)];
      if (next) openEpisode(next);
    },
    "[": () => void goToNeighbour(-1),
    "]": () => void goToNeighbour(1),
    escape: () => (state.episode ? openEpisode(null) : zoom && onZoom(null)),
  });

  const charts = { run, axis, xRange, zoom, onZoom, episodes: shown };
  const showsCharts = state.tab === "overview" || state.tab === "layers";
  return (
    <ChartSyncProvider>
      <div className="flex flex-col gap-3 px-4 py-3">
        <RunHeader run={run} />
        <Verdict run={run} />
        <Tabs label="Parts of the run" value={state.tab} onChange={(tab) => set({ tab }, "push")} tabs={tabs}>
          {showsCharts && (
            <div className="sticky top-12 z-20 -mx-4 border-b bg-page px-4 py-2 max-md:static">
              <ChartToolbar
                axis={axis}
                scale={state.scale}
                smoothing={state.smoothing}
                zoom={zoom}
                onScale={(scale) => set({ scale })}
                onSmoothing={(smoothing) => set({ smoothing })}
                onReset={() => onZoom(null)}
              >
                <AxisSelect
                  value={axis.over}
                  series={offered}
                  onChange={(next) => set({ over: next, from: null, to: null }, "push")}
                />
                {run.branches.length > 0 && (
                  <BranchSwitch
                    branches={run.branches}
                    on={state.branches}
                    onChange={(branches) => set({ branches })}
                  />
                )}
              </ChartToolbar>
            </div>
          )}
          <div className={showsCharts ? "lg:grid lg:grid-cols-[minmax(0,1fr)_300px] lg:gap-6" : undefined}>
            {showsCharts && (
              <aside className="pt-3 max-lg:max-h-80 max-lg:overflow-auto lg:order-2">
                <div
                  data-episode-scroller
                  className="lg:sticky lg:top-[104px] lg:max-h-[calc(100dvh-112px)] lg:overflow-y-auto"
                >
                  {run.guardActions.length > 0 && <GuardList actions={run.guardActions} />}
                  <EpisodeList
                    episodes={run.episodesList}
                    hidden={state.hide}
                    onHide={(hide) => set({ hide })}
                    openId={state.episode}
                    onOpen={openEpisode}
                    ended={ended}
                  />
                  <LacksNote runId={run.id} onSeries={() => set({ tab: "series" }, "push")} />
                </div>
              </aside>
            )}
            <div className="min-w-0">
              <TabPanel value="overview">
                <OverviewPanel {...charts} state={state} />
              </TabPanel>
              <TabPanel value="layers">
                <LayersPanel {...charts} state={state} />
              </TabPanel>
              <TabPanel value="samples">
                <SamplesPanel run={run} step={state.sample} onStep={(sample) => set({ sample })} />
              </TabPanel>
              <TabPanel value="checkpoints">
                <CheckpointsPanel run={run} />
              </TabPanel>
              <TabPanel value="series">
                <SeriesPanel run={run} />
              </TabPanel>
              <TabPanel value="config">
                <ConfigPanel run={run} />
              </TabPanel>
              <TabPanel value="log">
                <LogPanel run={run} />
              </TabPanel>
              <TabPanel value="environment">
                <EnvironmentPanel run={run} />
              </TabPanel>
            </div>
          </div>
        </Tabs>
      </div>
    </ChartSyncProvider>
  );
}

/** What the monitor says, and why the run ended as it did. */
function Verdict({ run }: { run: RunDetail }) {
  const quiet = run.status === "finished" ? "good" : "info";
  const tone = run.episodes.critical > 0 ? "error" : run.episodes.warning > 0 ? "warning" : quiet;
  return (
    <div className="flex flex-col gap-2">
      {run.verdict && <Notice tone={tone}>{run.verdict}</Notice>}
      {run.message && run.status !== "finished" && run.message !== run.verdict && (
        <Notice
          tone={
            run.status === "crashed" || run.status === "diverged"
              ? "error"
              : run.status === "paused"
                ? "warning"
                : "info"
          }
        >
          {run.message}
        </Notice>
      )}
    </div>
  );
}

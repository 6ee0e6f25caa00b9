"use client";

import { useQueries } from "@tanstack/react-query";
import Link from "next/link";
import { useMemo } from "react";
import { isEnded } from "../../../db/contract/statuses";
import { workloads } from "../../../db/contract/workloads";
import { stepRange } from "../../charts/axis-range";
import { ChartSyncProvider } from "../../charts/crosshair";
import type { Range } from "../../charts/figure";
import { xAxisOf } from "../../charts/x-axis";
import { compareSearch } from "../../compare/search-params";
import { plural } from "../../format/number";
import { type RouterOutputs, useTRPC } from "../../trpc/client";
import { useSearchState } from "../../url/use-search-state";
import { axisSeries } from "../run/axis-series";
import { ChartToolbar } from "../run/chart-toolbar";
import { useExtent } from "../run/use-extent";
import { MOST_COMPARED } from "../runs/selection-bar";
import { ArmName } from "../ui/arm-dot";
import { AxisSelect } from "../ui/axis-select";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { Notice } from "../ui/notice";
import { PageHeader } from "../ui/page-header";
import { Segmented } from "../ui/segmented";
import { Skeleton } from "../ui/skeleton";
import { AddRuns } from "./add-runs";
import { CompareChart } from "./compare-chart";
import { comparedSeries } from "./compared-series";
import { ConfigTable } from "./config-table";
import { LegendTable } from "./legend-table";
import { runGroups } from "./run-groups";
import { SampleStrip } from "./sample-strip";

type Run = RouterOutputs["runs"]["get"];

/** Any runs side by side. */
export function CompareView() {
  const trpc = useTRPC();
  const [state, change] = useSearchState(compareSearch);
  const ids = state.runs.slice(0, MOST_COMPARED);
  const { runs, missing, pending } = useQueries({
    queries: ids.map((id) => trpc.runs.get.queryOptions({ id })),
    combine: (results) => ({
      runs: results.flatMap((result) => result.data ?? []),
      missing: results.flatMap((result, index) =>
        result.error && !result.data ? [{ id: ids[index] ?? "", message: result.error.message }] : [],
      ),
      pending: results.some((result) => result.isPending && !result.error),
    }),
  });
  const remove = (id: string) => change({ runs: state.runs.filter((one) => one !== id) }, "push");
  const addRuns = <AddRuns present={ids} onAdd={(id) => change({ runs: [...state.runs, id] }, "push")} />;
  return (
    <div className="mx-auto flex max-w-[1440px] flex-col gap-6 p-4 md:p-6">
      <PageHeader
        crumbs={[{ href: "/", label: "Runs" }]}
        title={runs.length > 0 ? `Compare ${plural(runs.length, "run")}` : "Compare runs"}
        actions={ids.length > 0 && addRuns}
      />
      {state.runs.length > MOST_COMPARED && (
        <Notice tone="warning">
          The first {MOST_COMPARED} of {state.runs.length} runs are shown: more lines cannot be told apart.
        </Notice>
      )}
      {missing.map(({ id, message }) => (
        <Notice key={id} tone="warning" action={<Button onClick={() => remove(id)}>Leave it out</Button>}>
          {message}
        </Notice>
      ))}
      {ids.length === 0 && (
        <EmptyState
          title="Nothing to compare yet"
          action={
            <>
              {addRuns}
              <Button asChild>
                <Link href="/">Choose in the table of runs</Link>
              </Button>
            </>
          }
        >
          <p>
            The curves of two or more runs appear here over each other, with the settings in which they
            differ. In the table of runs, select some with x and press c.
          </p>
        </EmptyState>
      )}
      {runs.length === 0 && pending && <Skeleton className="h-[70vh]" label="Reading the runs" />}
      {runs.length > 0 && <Comparison runs={runs} onRemove={remove} />}
    </div>
  );
}

function Comparison({ runs, onRemove }: { runs: readonly Run[]; onRemove: (id: string) => void }) {
  const [state, change] = useSearchState(compareSearch);
  const groups = useMemo(() => runGroups(runs), [runs]);
  const perGroup = useMemo(() => comparedSeries(runs.map((run) => run.series)), [runs]);
  const severalSeeds = groups.some((group) => group.runs.length > 1);
  const curves = state.curves === "auto" ? (severalSeeds ? "both" : "seeds") : state.curves;
  const [low, high] = stepRange(
    Math.max(0, ...runs.map((run) => run.step ?? 0)),
    Math.max(1, ...runs.map((run) => run.totalSteps)),
    runs.every((run) => isEnded(run.status)),
  );
  const wholeRange = useMemo<Range>(() => [low, high], [low, high]);
  const zoom = useMemo<Range | null>(
    () => (state.from !== null && state.to !== null && state.from < state.to ? [state.from, state.to] : null),
    [state.from, state.to],
  );
  const axis = useMemo(() => xAxisOf(state.over), [state.over]);
  const ids = useMemo(() => runs.map((run) => run.id), [runs]);
  const ended = runs.every((run) => isEnded(run.status));
  const extent = useExtent(ids, state.over, wholeRange, ended);
  const offered = useMemo(() => axisSeries(runs.map((run) => run.series)), [runs]);
  const onZoom = (range: Range | null) => {
    const [from, to] = range ? axis.round(range) : [null, null];
    change({ from, to }, "push");
  };
  const sampled = groups.filter((group) => group.runs.some((run) => workloads[run.workload].kind === "gan"));
  return (
    <>
      <LegendTable groups={groups} onRemove={onRemove} />
      <section aria-labelledby="curves" className="flex flex-col gap-4">
        <div className="flex flex-wrap items-center justify-between gap-x-5 gap-y-2">
          <h2 id="curves" className="text-16 font-semibold">
            Curves
          </h2>
          <div className="flex flex-wrap items-center gap-x-5 gap-y-2 text-13">
            {severalSeeds && (
              <Segmented
                label="Curves shown"
                value={curves}
                onChange={(next) => change({ curves: next })}
                options={[
                  { value: "both", label: "Both" },
                  { value: "means", label: "Means" },
                  { value: "seeds", label: "Seeds" },
                ]}
              />
            )}
          </div>
        </div>
        <ChartToolbar
          axis={axis}
          scale={state.scale}
          smoothing={state.smoothing}
          zoom={zoom}
          onScale={(scale) => change({ scale })}
          onSmoothing={(smoothing) => change({ smoothing })}
          onReset={() => onZoom(null)}
        >
          <AxisSelect
            value={axis.over}
            series={offered}
            onChange={(over) => change({ over, from: null, to: null }, "push")}
          />
        </ChartToolbar>
        <ChartSyncProvider>
          {perGroup.map(({ group, series }) => (
            <section key={group} aria-label={group} className="flex flex-col gap-3">
              <h3 className="border-b pb-1 text-13 font-medium text-muted">{group}</h3>
              <div className="grid gap-x-6 gap-y-4 lg:grid-cols-2">
                {series.map((one) => (
                  <CompareChart
                    key={one.name}
                    groups={groups}
                    series={one}
                    curves={curves}
                    axis={axis}
                    scale={state.scale}
                    smoothing={state.smoothing}
                    extent={extent}
                    zoom={zoom}
                    onZoom={onZoom}
                  />
                ))}
              </div>
            </section>
          ))}
          {perGroup.length === 0 && (
            <p className="text-13 text-muted">
              Curves appear when one of these runs has trained its first step.
            </p>
          )}
        </ChartSyncProvider>
      </section>
      {sampled.length > 0 && (
        <section aria-labelledby="samples" className="flex flex-col gap-3">
          <h2 id="samples" className="text-16 font-semibold">
            Samples
          </h2>
          <SampleStrip
            columns={sampled.flatMap((group) =>
              group.runs.map((run) => ({
                runId: run.id,
                heading: <ArmName position={group.position} name={run.name} />,
              })),
            )}
            step={state.step}
            onStep={(step) => change({ step })}
            empty="Samples appear at the steps that the setting sampleEvery names."
          />
        </section>
      )}
      <section aria-labelledby="settings" className="flex flex-col gap-3">
        <div className="flex flex-wrap items-center justify-between gap-3">
          <h2 id="settings" className="text-16 font-semibold">
            Settings
          </h2>
          <Segmented
            label="Settings shown"
            value={state.keys ? "all" : "differing"}
            onChange={(next) => change({ keys: next === "all" })}
            options={[
              { value: "differing", label: "Differing only" },
              { value: "all", label: "All" },
            ]}
          />
        </div>
        <ConfigTable groups={groups} allKeys={state.keys} />
      </section>
    </>
  );
}

"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronDown } from "lucide-react";
import { useMemo } from "react";
import { metricGroups } from "../../../db/contract/metric-description";
import { describeMetric } from "../../../db/contract/metrics";
import type { ExperimentDetail, SeriesSummary } from "../../../db/contract/read-models";
import { stepRange } from "../../charts/axis-range";
import { ChartSyncProvider } from "../../charts/crosshair";
import type { Range } from "../../charts/figure";
import { experimentSearch } from "../../experiments/[id]/search-params";
import { seriesTitle } from "../../format/words";
import { useTRPC } from "../../trpc/client";
import { useSearchState } from "../../url/use-search-state";
import { ChartToolbar } from "../run/chart-toolbar";
import { Button } from "../ui/button";
import { Menu, MenuCheckbox, MenuItem, MenuLabel, MenuSeparator } from "../ui/menu";
import { Segmented } from "../ui/segmented";
import { ArmCurvesChart, type DrawnSeries } from "./arm-curves-chart";
import { firstSeries, offeredSeries } from "./series-choice";

/** Learning curves of the arms, for the series chosen. */
export function CurvesSection({ experiment }: { experiment: ExperimentDetail }) {
  const [state, change] = useSearchState(experimentSearch);
  const offered = useOfferedSeries(experiment);
  const recorded = offered.map((series) => series.name);
  const names = state.series.length > 0 ? state.series : firstSeries(experiment.workload, recorded);
  const runs = experiment.arms.flatMap((arm) => arm.runs);
  const total = Math.max(1, ...runs.map((run) => run.totalSteps));
  const last = Math.max(0, ...runs.map((run) => run.step ?? 0));
  const ended = experiment.runs.queued + experiment.runs.running === 0;
  const zoomed = state.from !== null && state.to !== null && state.from < state.to;
  const [low, high] = zoomed ? [state.from ?? 0, state.to ?? 1] : stepRange(last, total, ended);
  const xRange = useMemo<Range>(() => [low, high], [low, high]);
  const show = useMemo(
    () => ({ means: state.curves !== "seeds", seeds: state.curves !== "means" }),
    [state.curves],
  );
  const onZoom = (range: Range | null) =>
    change(
      range ? { from: Math.max(0, Math.floor(range[0])), to: Math.ceil(range[1]) } : { from: null, to: null },
      "push",
    );
  const toggle = (name: string, on: boolean) =>
    change({ series: on ? [...names, name] : names.filter((one) => one !== name) });

  return (
    <section aria-labelledby="curves" className="flex flex-col gap-3">
      <div className="flex flex-wrap items-end justify-between gap-x-4 gap-y-2">
        <div>
          <h2 id="curves" className="text-16 font-semibold">
            Learning curves
          </h2>
          <p className="text-13 text-muted">
            {state.curves === "seeds"
              ? "Every seed by itself."
              : "Mean over seeds; the band is its 95 % interval (Student), one seed has none."}
          </p>
        </div>
        <div className="flex flex-wrap items-center gap-2">
          <Segmented
            label="Curves shown"
            value={state.curves}
            onChange={(curves) => change({ curves })}
            options={[
              { value: "both", label: "Both" },
              { value: "means", label: "Means" },
              { value: "seeds", label: "Seeds" },
            ]}
          />
          <Menu
            trigger={
              <Button size="small">
                Series
                <ChevronDown size={14} aria-hidden />
              </Button>
            }
          >
            {metricGroups.map((group) => {
              const inGroup = offered.filter((series) => series.group === group);
              if (inGroup.length === 0) return null;
              return (
                <div key={group}>
                  <MenuLabel>{group}</MenuLabel>
                  {inGroup.map((series) => (
                    <MenuCheckbox
                      key={series.name}
                      checked={names.includes(series.name)}
                      onChange={(on) => toggle(series.name, on)}
                    >
                      {seriesTitle(series.name)}
                    </MenuCheckbox>
                  ))}
                </div>
              );
            })}
            {offered.length === 0 && (
              <MenuLabel>Series appear when a run has trained its first step</MenuLabel>
            )}
            <MenuSeparator />
            <MenuItem onSelect={() => change({ series: [] })}>Back to the first choice</MenuItem>
          </Menu>
        </div>
      </div>
      <ChartToolbar
        scale={state.scale}
        smoothing={state.smoothing}
        zoom={zoomed ? xRange : null}
        onScale={(scale) => change({ scale })}
        onSmoothing={(smoothing) => change({ smoothing })}
        onReset={() => onZoom(null)}
      />
      <ChartSyncProvider>
        <div className="grid gap-x-6 gap-y-4 lg:grid-cols-2">
          {names.map((name) => (
            <ArmCurvesChart
              key={name}
              experiment={experiment}
              series={drawnSeries(name, offered, state.scale)}
              show={show}
              smoothing={state.smoothing}
              xRange={xRange}
              zoomed={zoomed}
              onZoom={onZoom}
            />
          ))}
        </div>
      </ChartSyncProvider>
    </section>
  );
}

/** Names of the series that the arms' first runs have recorded. */
function useOfferedSeries(experiment: ExperimentDetail): SeriesSummary[] {
  const trpc = useTRPC();
  const ids = experiment.arms.flatMap((arm) => arm.runs.find((run) => run.step !== null)?.id ?? []);
  const { data } = useQuery({
    ...trpc.runs.many.queryOptions({ ids }),
    enabled: ids.length > 0,
    select: (runs) => offeredSeries(runs.map((run) => run.series)),
  });
  return data ?? [];
}

/** Kept by name, so that a live update hands the charts the same object. */
const known = new Map<string, DrawnSeries>();

function drawnSeries(
  name: string,
  offered: readonly SeriesSummary[],
  axis: "auto" | "log" | "linear",
): DrawnSeries {
  const summary = offered.find((series) => series.name === name) ?? describeMetric(name);
  const { unit = "", meaning = "" } = summary ?? {};
  const scale = axis === "auto" ? (summary?.scale ?? "linear") : axis;
  const kept = known.get(name);
  if (kept && kept.unit === unit && kept.meaning === meaning && kept.scale === scale) return kept;
  const drawn = { name, unit, meaning, scale };
  known.set(name, drawn);
  return drawn;
}

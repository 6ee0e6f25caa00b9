"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useCallback, useRef } from "react";
import { readsAsFilter } from "../../../db/contract/run-filter";
import { type BacktestState, backtestSearch, type ThresholdValues } from "../../backtest/search-params";
import { plural } from "../../format/number";
import { useTRPC } from "../../trpc/client";
import { useSearchState } from "../../url/use-search-state";
import { AddRuns } from "../compare/add-runs";
import { SearchField } from "../runs/search-field";
import { Button } from "../ui/button";
import { Chip } from "../ui/chip";
import { Copyable } from "../ui/copyable";
import { EmptyState } from "../ui/empty-state";
import { Notice } from "../ui/notice";
import { PageHeader } from "../ui/page-header";
import { Skeleton } from "../ui/skeleton";
import { backtestCommand, filterOfRuns } from "./backtest-command";
import { type ChosenRuns, useChosenRuns } from "./chosen-runs";
import { defaultsOf, inUseFor } from "./in-use";
import { KeepThresholds, KeptNote } from "./keep-thresholds";
import { ReplaySummary } from "./replay-summary";
import { ReplayedRun } from "./replayed-run";
import type { Detector } from "./slider-scale";
import { ThresholdPanel } from "./threshold-panel";
import { useKeptThresholds } from "./use-kept-thresholds";
import { useReplay } from "./use-replay";
import { useThresholds } from "./use-thresholds";

/** Detectors replayed over stored runs: what another threshold would have said of them. */
export function BacktestView() {
  const trpc = useTRPC();
  const [state, change] = useSearchState(backtestSearch);
  const detectors = useQuery(trpc.backtest.detectors.queryOptions());
  const detector = detectors.data?.find(({ id }) => id === state.detector) ?? detectors.data?.[0];
  const chosen = useChosenRuns(state);
  return (
    <div className="mx-auto flex max-w-[1440px] flex-col gap-5 p-4 md:p-6">
      <PageHeader
        crumbs={[{ href: "/episodes", label: "Episodes" }]}
        title="Backtest"
        subtitle="What a detector would have said of stored runs under other thresholds"
      />
      <RunChoice state={state} change={change} chosen={chosen} />
      {detectors.error && (
        <Notice tone="error">The detectors could not be read. {detectors.error.message}</Notice>
      )}
      {chosen.error && (
        <Notice tone="error" action={<Button onClick={chosen.reload}>Read again</Button>}>
          The runs could not be read. {chosen.error}
        </Notice>
      )}
      {detector && detectors.data && (
        <Bench
          key={detector.id}
          detectors={detectors.data}
          detector={detector}
          state={state}
          change={change}
          chosen={chosen}
        />
      )}
    </div>
  );
}

type Change = (next: Partial<BacktestState>, how?: "push" | "replace") => void;

function RunChoice({ state, change, chosen }: { state: BacktestState; change: Change; chosen: ChosenRuns }) {
  const field = useRef<HTMLInputElement>(null);
  const search = useCallback((q: string) => change({ q }), [change]);
  const named = state.runs.length > 0;
  return (
    <div className="flex flex-wrap items-center gap-3">
      {named ? (
        <Chip onRemove={() => change({ runs: [] }, "push")} removeLabel="Search among all runs instead">
          {plural(state.runs.length, "chosen run")}
        </Chip>
      ) : (
        <SearchField value={state.q} onChange={search} field={field} />
      )}
      <AddRuns
        present={(chosen.runs ?? []).map(({ id }) => id)}
        onAdd={(id) => change({ runs: [...(chosen.runs ?? []).map((run) => run.id), id] }, "push")}
      />
      {!named && chosen.runs && chosen.runs.length > 0 && (
        <span className="text-13 text-muted figures">
          {chosen.total > chosen.runs.length
            ? `the latest ${chosen.runs.length} of ${plural(chosen.total, "run")}`
            : plural(chosen.total, "run")}
        </span>
      )}
    </div>
  );
}

/** Keeps of the address what the detector knows: a link never breaks a page. */
const known = (values: ThresholdValues, { parameters }: Detector): ThresholdValues =>
  Object.fromEntries(
    Object.entries(values).filter(([name]) => parameters.some((parameter) => parameter.name === name)),
  );

function Bench({
  detectors,
  detector,
  state,
  change,
  chosen,
}: {
  detectors: readonly Detector[];
  detector: Detector;
  state: BacktestState;
  change: Change;
  chosen: ChosenRuns;
}) {
  const write = useCallback((set: ThresholdValues) => change({ set }), [change]);
  const [values, setValues] = useThresholds(known(state.set, detector), write);
  const against = known(state.against, detector);
  const runs = chosen.runs ?? [];
  const ids = runs.map(({ id }) => id);
  const question = {
    runIds: ids,
    detector: detector.id,
    before: against,
    after: values,
    healthy: state.healthy.filter((id) => ids.includes(id)),
  };
  const { data, error, refetch } = useReplay(question, chosen.runs !== undefined);
  const finished = runs.filter(({ status }) => status === "finished").map(({ id }) => id);
  const kept = useKeptThresholds();
  const workloads = [...new Set(runs.map(({ workload }) => workload))];
  const inUse = inUseFor(kept.data ?? [], detector.id, workloads);
  const hasKept = Object.keys(inUse).length > 0;
  const isSame = JSON.stringify(values) === JSON.stringify(against);
  const hasAgainst = Object.keys(against).length > 0;
  const filter =
    state.runs.length === 0 && (state.q === "" || readsAsFilter(state.q)) ? state.q : filterOfRuns(ids);
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[320px_minmax(0,1fr)]">
      <div className="lg:sticky lg:top-16 lg:max-h-[calc(100dvh-80px)] lg:overflow-y-auto lg:pr-2">
        <ThresholdPanel
          detectors={detectors}
          detector={detector}
          values={values}
          inUse={inUse}
          onDetector={(id) => change({ detector: id, set: {}, against: {} }, "push")}
          onValues={setValues}
        />
      </div>
      <div className="flex min-w-0 flex-col gap-4">
        <div className="flex flex-wrap items-center gap-2">
          <KeepThresholds
            detector={detector}
            values={values}
            inUse={inUse}
            workloads={workloads}
            keep={kept.keep}
            onKept={() => setValues({})}
          />
          <Button size="small" disabled={Object.keys(values).length === 0} onClick={() => setValues({})}>
            {hasKept ? "Back to what is in use" : "Reset to defaults"}
          </Button>
          {hasKept && (
            <Button size="small" onClick={() => setValues(defaultsOf(detector, inUse))}>
              Try the defaults
            </Button>
          )}
          <Button
            size="small"
            disabled={isSame}
            onClick={() => change({ set: values, against: values }, "push")}
          >
            Compare with this setting
          </Button>
          {hasAgainst && (
            <Button size="small" variant="quiet" onClick={() => change({ against: {} }, "push")}>
              {hasKept ? "Compare with what is in use" : "Compare with the defaults"}
            </Button>
          )}
        </div>
        <KeptNote kept={(kept.data ?? []).filter((one) => one.detector === detector.id)} />
        {error && (
          <Notice tone="error" action={<Button onClick={() => void refetch()}>Try again</Button>}>
            {error.message}
          </Notice>
        )}
        {chosen.runs?.length === 0 && <NoRuns q={state.q} hint={chosen.hint} />}
        {!data && !error && ids.length > 0 && <Skeleton className="h-96" label="Replaying the runs" />}
        {!chosen.runs && !chosen.error && <Skeleton className="h-96" label="Reading the runs" />}
        {data && ids.length > 0 && (
          <>
            <ReplaySummary
              replayed={data}
              comparedWith={hasAgainst ? "Before" : hasKept ? "In use" : "Defaults"}
              onFinished={finished.length > 0 ? () => change({ healthy: finished }) : undefined}
            />
            <Legend />
            {runs.map((listed) => {
              const run = data.runs.find(({ runId }) => runId === listed.id);
              if (!run) return null;
              return (
                <ReplayedRun
                  key={listed.id}
                  listed={listed}
                  run={run}
                  isHealthy={state.healthy.includes(listed.id)}
                  onHealthy={(isHealthy) =>
                    change({
                      healthy: isHealthy
                        ? [...state.healthy, listed.id]
                        : state.healthy.filter((id) => id !== listed.id),
                    })
                  }
                  onRemove={
                    ids.length > 1
                      ? () => change({ runs: ids.filter((id) => id !== listed.id) }, "push")
                      : undefined
                  }
                />
              );
            })}
            <section aria-label="The same in a terminal" className="flex flex-col gap-1 border-t pt-3">
              <p className="text-13 text-muted">The same in a terminal, over any number of runs:</p>
              <Copyable
                block
                text={backtestCommand(filter, detector, against, values, inUse)}
                label="command"
              />
            </section>
          </>
        )}
      </div>
    </div>
  );
}

/** What the lines of all small charts are. */
function Legend() {
  return (
    <ul className="flex flex-wrap gap-x-5 gap-y-1 text-12 text-muted">
      <LegendLine stroke="var(--arm-1)" label="the series, around it its smallest and largest values" />
      <LegendLine stroke="var(--arm-2)" dash="5 3" label="where a point counts now" />
      <LegendLine stroke="var(--muted)" dash="1.5 3" label="where one counted before" />
    </ul>
  );
}

function LegendLine({ stroke, dash, label }: { stroke: string; dash?: string; label: string }) {
  return (
    <li className="flex items-center gap-1.5">
      <svg width={24} height={6} aria-hidden="true">
        <line x2={24} y1={3} y2={3} style={{ stroke }} strokeWidth={1.5} strokeDasharray={dash} />
      </svg>
      {label}
    </li>
  );
}

function NoRuns({ q, hint }: { q: string; hint: string | null }) {
  if (q !== "")
    return (
      <EmptyState title="No run matches">
        <p>
          {hint ?? "Every word of the search must occur in a run's name, id, workload, state, arm or tags."}
        </p>
      </EmptyState>
    );
  return (
    <EmptyState
      title="No runs to replay yet"
      action={
        <Button asChild variant="primary">
          <Link href="/launch?mode=run">Train one run</Link>
        </Button>
      }
    >
      <p>
        Stored runs appear here with what a detector says of them, and move with its thresholds. Logs of other
        programs can be imported on the runs page; a folder of them is replayed without being stored by{" "}
        <code className="font-mono text-13">gradiometer backtest --traces</code>.
      </p>
    </EmptyState>
  );
}

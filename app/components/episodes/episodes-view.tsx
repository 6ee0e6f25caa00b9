"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { episodeKinds, severities } from "../../../db/contract/episode";
import { episodeTitles } from "../../../db/contract/episode-titles";
import { workloadNames, workloads } from "../../../db/contract/workloads";
import {
  EPISODES_READ,
  type EpisodesState,
  episodesQuery,
  episodesSearch,
} from "../../episodes/search-params";
import { formatStep, plural } from "../../format/number";
import { severityWords } from "../../format/words";
import { useTRPC } from "../../trpc/client";
import { useSearchState } from "../../url/use-search-state";
import { Button } from "../ui/button";
import { Chip } from "../ui/chip";
import { EmptyState } from "../ui/empty-state";
import { Notice } from "../ui/notice";
import { PageHeader } from "../ui/page-header";
import { KindGlyph, SeverityGlyph } from "../ui/severity";
import { Skeleton } from "../ui/skeleton";
import { EpisodeTable } from "./episode-table";

const nothingChosen = { severity: [], kind: [], state: [], workload: [] } as const;

/** Everything that went wrong in any run, the latest first. */
export function EpisodesView() {
  const trpc = useTRPC();
  const [state, change] = useSearchState(episodesSearch);
  const { data, error, refetch } = useQuery({
    ...trpc.episodes.list.queryOptions(episodesQuery(state)),
    placeholderData: keepPreviousData,
  });
  const filtered = [state.severity, state.kind, state.state, state.workload].some((one) => one.length > 0);
  return (
    <div className="mx-auto flex max-w-[1440px] flex-col gap-5 p-4 md:p-6">
      <PageHeader
        title="Episodes"
        subtitle={data ? countOf(data.length, filtered) : "Stretches of steps in which something went wrong"}
        actions={
          <>
            {filtered && <Button onClick={() => change(nothingChosen)}>Clear filters</Button>}
            <Button asChild>
              <Link href="/backtest">Backtest detectors</Link>
            </Button>
          </>
        }
      />
      <Filters state={state} change={change} />
      {error && (
        <Notice tone="error" action={<Button onClick={() => void refetch()}>Read again</Button>}>
          The episodes could not be read. {error.message}
        </Notice>
      )}
      {!data && !error && <Skeleton className="h-64" label="Reading the episodes" />}
      {data?.length === 0 && (filtered ? <NoMatch onClear={() => change(nothingChosen)} /> : <NoEpisodes />)}
      {data && data.length > 0 && (
        <EpisodeTable
          episodes={data}
          openId={state.episode}
          onOpen={(episode) => change({ episode }, "push")}
        />
      )}
    </div>
  );
}

function Filters({
  state,
  change,
}: {
  state: EpisodesState;
  change: (next: Partial<EpisodesState>) => void;
}) {
  return (
    <div className="flex flex-wrap gap-x-5 gap-y-2">
      <FilterGroup label="Severity">
        {[...severities].reverse().map((severity) => (
          <Chip
            key={severity}
            pressed={state.severity.includes(severity)}
            onClick={() => change({ severity: toggled(state.severity, severity) })}
          >
            <SeverityGlyph severity={severity} size={10} />
            {severityWords[severity]}
          </Chip>
        ))}
      </FilterGroup>
      <FilterGroup label="Kind">
        {episodeKinds.map((kind) => (
          <Chip
            key={kind}
            pressed={state.kind.includes(kind)}
            onClick={() => change({ kind: toggled(state.kind, kind) })}
          >
            <KindGlyph kind={kind} size={12} />
            {episodeTitles[kind]}
          </Chip>
        ))}
      </FilterGroup>
      <FilterGroup label="State">
        <Chip
          pressed={state.state.includes("open")}
          onClick={() => change({ state: state.state.includes("open") ? [] : ["open"] })}
        >
          Ongoing
        </Chip>
        <Chip
          pressed={state.state.includes("closed")}
          onClick={() => change({ state: state.state.includes("closed") ? [] : ["closed"] })}
        >
          Ended
        </Chip>
      </FilterGroup>
      <FilterGroup label="Workload">
        {workloadNames.map((name) => (
          <Chip
            key={name}
            pressed={state.workload.includes(name)}
            onClick={() => change({ workload: toggled(state.workload, name) })}
          >
            {workloads[name].title}
          </Chip>
        ))}
      </FilterGroup>
    </div>
  );
}

function FilterGroup({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <fieldset className="flex flex-wrap items-center gap-1.5">
      <legend className="sr-only">{label}</legend>
      {children}
    </fieldset>
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

function countOf(count: number, filtered: boolean): string {
  if (count >= EPISODES_READ) return `The latest ${formatStep(EPISODES_READ)}; filter to see older ones`;
  return `${plural(count, "episode")}${filtered ? " with these filters" : ", the latest first"}`;
}

function toggled<Value>(values: readonly Value[], value: Value): Value[] {
  return values.includes(value) ? values.filter((one) => one !== value) : [...values, value];
}

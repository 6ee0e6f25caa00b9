"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { ExperimentRow } from "../../../db/contract/read-models";
import { workloads } from "../../../db/contract/workloads";
import { formatRemaining } from "../../format/duration";
import { formatPercent, plural } from "../../format/number";
import { useTRPC } from "../../trpc/client";
import { ArmDot } from "../ui/arm-dot";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { Notice } from "../ui/notice";
import { PageHeader } from "../ui/page-header";
import { ProgressBar } from "../ui/progress-bar";
import { RelativeTime } from "../ui/relative-time";
import { EpisodeBadges } from "../ui/severity";
import { Skeleton } from "../ui/skeleton";

/** All comparisons, newest first, each with its answer. */
export function ExperimentsView() {
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery(trpc.experiments.list.queryOptions());
  return (
    <div className="mx-auto flex max-w-[1440px] flex-col gap-6 p-4 md:p-6">
      <PageHeader
        title="Experiments"
        actions={
          <Button asChild variant="primary">
            <Link href="/launch">New comparison</Link>
          </Button>
        }
      />
      {error && (
        <Notice tone="error" action={<Button onClick={() => void refetch()}>Read again</Button>}>
          The experiments could not be read. {error.message}
        </Notice>
      )}
      {!data && !error && <Skeleton className="h-64" label="Reading the experiments" />}
      {data?.length === 0 && (
        <EmptyState
          title="No experiment yet"
          action={
            <Button asChild variant="primary">
              <Link href="/launch">Start a comparison</Link>
            </Button>
          }
        >
          <p>
            An experiment trains one workload with different stabilizers over the same seeds and says which of
            them helps. Each appears here with its progress and its verdict.
          </p>
        </EmptyState>
      )}
      {data && data.length > 0 && <ExperimentTable rows={data} />}
    </div>
  );
}

const headings = ["Experiment", "Workload", "Arms", "Seeds", "Progress", "Episodes", "Started"] as const;

function ExperimentTable({ rows }: { rows: readonly ExperimentRow[] }) {
  return (
    <table className="w-full border-collapse text-13 max-md:block">
      <thead className="max-md:hidden">
        <tr className="border-b text-left text-muted">
          {headings.map((heading) => (
            <th key={heading} scope="col" className="h-8 pr-6 font-medium last:pr-0 last:text-right">
              {heading}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="max-md:flex max-md:flex-col max-md:gap-3">
        {rows.map((row) => (
          <ExperimentLine key={row.id} row={row} />
        ))}
      </tbody>
    </table>
  );
}

function ExperimentLine({ row }: { row: ExperimentRow }) {
  const active = row.runs.queued + row.runs.running > 0;
  const cell = "py-2.5 pr-6 align-top whitespace-nowrap figures max-md:p-0";
  return (
    <tr className="relative border-b hover:bg-hover max-md:flex max-md:flex-wrap max-md:items-center max-md:gap-x-4 max-md:gap-y-2 max-md:rounded-md max-md:border! max-md:p-3">
      <td className="w-full py-2.5 pr-6 align-top max-md:p-0">
        <Link
          href={`/experiments/${row.id}`}
          prefetch={false}
          className="text-14 font-medium after:absolute after:inset-0 hover:underline"
        >
          {row.question || row.name}
        </Link>
        <p className="mt-0.5 max-w-[80ch] text-muted text-pretty">{row.verdict}</p>
      </td>
      <td className={cell}>
        {workloads[row.workload].title}
        {row.source === "demo" && <span className="block text-12 text-muted">demonstration</span>}
      </td>
      <td className={cell}>
        <span
          className="inline-flex h-5 items-center gap-1.5"
          title={row.arms.map((arm) => arm.name).join(", ")}
        >
          {row.arms.map((arm) => (
            <ArmDot key={arm.id} position={arm.position} />
          ))}
          <span className="sr-only">{row.arms.map((arm) => arm.name).join(", ")}</span>
        </span>
      </td>
      <td className={cell}>
        {row.seeds}
        <span className="md:hidden"> {row.seeds === 1 ? "seed" : "seeds"}</span>
      </td>
      <td className={`${cell} max-md:w-full`}>
        <Progress row={row} active={active} />
      </td>
      <td className={cell}>
        {row.episodes.benign + row.episodes.warning + row.episodes.critical === 0 ? (
          <span className="text-muted max-md:hidden">none</span>
        ) : (
          <EpisodeBadges episodes={row.episodes} />
        )}
      </td>
      <td className="py-2.5 text-right align-top whitespace-nowrap text-muted max-md:ml-auto max-md:p-0">
        <RelativeTime timeMs={row.createdAt} />
      </td>
    </tr>
  );
}

function Progress({ row, active }: { row: ExperimentRow; active: boolean }) {
  const total = Object.values(row.runs).reduce((sum, count) => sum + count, 0);
  if (!active) return <span className="text-muted">{plural(total, "run")}, ended</span>;
  return (
    <span className="block md:w-36">
      <span className="flex justify-between gap-2">
        {formatPercent(row.progress)}
        <span className="text-muted">{formatRemaining(row.etaMs)}</span>
      </span>
      <ProgressBar value={row.progress} label={`Progress of ${row.name}`} className="mt-1.5" />
    </span>
  );
}

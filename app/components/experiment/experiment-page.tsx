"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { workloads } from "../../../db/contract/workloads";
import { plural } from "../../format/number";
import { useTRPC } from "../../trpc/client";
import { Button } from "../ui/button";
import { Copyable } from "../ui/copyable";
import { Notice } from "../ui/notice";
import { PageHeader } from "../ui/page-header";
import { RelativeTime } from "../ui/relative-time";
import { Skeleton } from "../ui/skeleton";
import { CurvesSection } from "./curves-section";
import { DifferencesSection } from "./differences-section";
import { ExperimentActions } from "./experiment-actions";
import { OutcomeTable } from "./outcome-table";
import { RunCells } from "./run-cells";
import { SamplesSection } from "./samples-section";
import { VerdictBanner } from "./verdict-banner";

/** One comparison: its question, its answer, and everything the answer rests on. */
export function ExperimentPage({ id }: { id: string }) {
  const trpc = useTRPC();
  const { data: experiment, error, refetch } = useQuery(trpc.experiments.get.queryOptions({ id }));
  if (!experiment)
    return (
      <div className="mx-auto max-w-[1440px] p-4 md:p-6">
        {error ? (
          <Notice tone="error" action={<Button onClick={() => void refetch()}>Read again</Button>}>
            The experiment could not be read. {error.message}
          </Notice>
        ) : (
          <Skeleton className="h-[80vh]" label="Reading the experiment" />
        )}
      </div>
    );
  return (
    <div className="mx-auto flex max-w-[1440px] flex-col gap-8 p-4 md:p-6">
      <div className="flex flex-col gap-4">
        <PageHeader
          crumbs={[{ href: "/experiments", label: "Experiments" }]}
          title={experiment.question || experiment.name}
          subtitle={
            <span className="flex flex-wrap gap-x-2">
              <span>{workloads[experiment.workload].title}</span>
              <span aria-hidden>·</span>
              <span>
                {plural(experiment.arms.length, "arm")} × {plural(experiment.seeds, "seed")}
              </span>
              <span aria-hidden>·</span>
              <span>
                started <RelativeTime timeMs={experiment.createdAt} />
              </span>
              {experiment.source === "demo" && (
                <>
                  <span aria-hidden>·</span>
                  <span>demonstration</span>
                </>
              )}
            </span>
          }
          actions={<ExperimentActions experiment={experiment} />}
        />
        <VerdictBanner experiment={experiment} />
        {error && <Notice tone="warning">These figures are not the latest ones. {error.message}</Notice>}
      </div>
      <section aria-labelledby="runs" className="flex flex-col gap-3">
        <h2 id="runs" className="text-16 font-semibold">
          Runs
        </h2>
        <RunCells experiment={experiment} />
      </section>
      <section aria-labelledby="outcome" className="flex flex-col gap-3">
        <h2 id="outcome" className="text-16 font-semibold">
          Outcome
        </h2>
        <OutcomeTable experiment={experiment} />
      </section>
      <DifferencesSection experiment={experiment} />
      <CurvesSection experiment={experiment} />
      <SamplesSection experiment={experiment} />
      <section aria-labelledby="again" className="flex max-w-[900px] flex-col gap-3">
        <div className="flex items-end justify-between gap-4">
          <h2 id="again" className="text-16 font-semibold">
            Run it again
          </h2>
          <Link className="link text-13" href={`/launch?workload=${experiment.workload}`}>
            New comparison
          </Link>
        </div>
        <Copyable block text={experiment.command} label="command" />
      </section>
    </div>
  );
}

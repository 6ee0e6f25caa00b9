"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import type { RunDetail } from "../../../db/contract/read-models";
import { isExternalConfig, isUserConfig, type RunConfig } from "../../../db/contract/run-config";
import type { WorkloadName } from "../../../db/contract/workloads";
import { formatStep } from "../../format/number";
import { launchSearch } from "../../launch/search-params";
import { useTRPC } from "../../trpc/client";
import { useSearchState } from "../../url/use-search-state";
import { Notice } from "../ui/notice";
import { PageHeader } from "../ui/page-header";
import { Segmented } from "../ui/segmented";
import { Skeleton } from "../ui/skeleton";
import type { Draft } from "./draft";
import {
  draftFromRun,
  draftOfFork,
  draftOfTest,
  type ForkOrigin,
  initialDraft,
  type LaunchMode,
} from "./initial-draft";
import { LaunchForm } from "./launch-form";
import { WorkloadCards } from "./workload-cards";

const modes: readonly { value: LaunchMode; label: string }[] = [
  { value: "compare", label: "Compare arms" },
  { value: "run", label: "Train one run" },
];

/** Starts comparisons and single runs. */
export function LaunchPage() {
  const trpc = useTRPC();
  const [{ from, mode, step }, change] = useSearchState(launchSearch);
  const source = useQuery({ ...trpc.runs.get.queryOptions({ id: from }), enabled: from !== "" });
  const parent = source.data;
  if (parent && step !== null && !isExternalConfig(parent.config)) {
    const { id, name, config } = parent;
    return <ForkPage origin={{ run: { id, name, config }, step }} />;
  }
  return (
    <div className="mx-auto flex max-w-[1240px] flex-col gap-6 p-4 md:p-6">
      <PageHeader
        title={mode === "run" ? "New run" : "New comparison"}
        subtitle={
          mode === "run"
            ? "Train one workload once and watch it."
            : "Train the same workload with different stabilizers over paired seeds."
        }
        actions={
          <Segmented
            label="What to start"
            value={mode}
            options={modes}
            onChange={(next) => change({ mode: next })}
          />
        }
      />
      {source.error && (
        <Notice tone="warning">
          The form starts from the defaults: its settings could not be read from a run. {source.error.message}
        </Notice>
      )}
      {source.isLoading ? (
        <Skeleton className="h-[640px]" label="Reading the run's settings" />
      ) : (
        <Drafts key={from} source={source.data ?? null} />
      )}
    </div>
  );
}

/** Starts a run from a checkpoint of another one: its workload and its seed are the parent's. */
function ForkPage({ origin }: { origin: ForkOrigin }) {
  const [draft, setDraft] = useState(() => draftOfFork(origin));
  const { run, step } = origin;
  return (
    <div className="mx-auto flex max-w-[1240px] flex-col gap-6 p-4 md:p-6">
      <PageHeader title="Fork a run" subtitle="Train on from one of its checkpoints with other settings." />
      <LaunchForm
        mode="run"
        fork={origin}
        draft={draft}
        onChange={(next) => setDraft((last) => ({ ...last, ...next }))}
      >
        <Notice>
          Goes on after step {formatStep(step)} of run{" "}
          <Link href={`/runs/${run.id}`} className="font-medium hover:underline">
            {run.name}
          </Link>{" "}
          with its weights, its data order and its random numbers (seed {run.config.seed}). What only the fork
          has starts fresh; its log says which. Settings that shape the networks must stay as they are.
        </Notice>
      </LaunchForm>
    </div>
  );
}

/** One draft a workload, so that looking at another one loses nothing. */
function Drafts({ source }: { source: RunDetail | null }) {
  const [{ workload: wanted, mode, preset, test }, change] = useSearchState(launchSearch);
  const config = source && !isExternalConfig(source.config) ? source.config : null;
  const isOwn = config !== null && isUserConfig(config);
  const workload: WorkloadName = wanted || (config && !isOwn ? config.workload : "ring-gan");
  const draftOf = (config: RunConfig) =>
    test ? draftOfTest({ config }, test, mode) : draftFromRun({ config }, mode);
  const [drafts, setDrafts] = useState<Partial<Record<WorkloadName, Draft>>>({});
  const draft =
    drafts[workload] ?? (config?.workload === workload ? draftOf(config) : initialDraft(workload, preset));
  return (
    <LaunchForm
      mode={mode}
      draft={draft}
      onChange={(next) =>
        setDrafts((all) => ({ ...all, [workload]: { ...(all[workload] ?? draft), ...next } }))
      }
    >
      {source && !config && (
        <Notice>
          Run <span className="font-medium">{source.name}</span> was recorded by another program, which alone
          can train it again. The form starts from the defaults.
        </Notice>
      )}
      {source && isOwn && (
        <Notice>
          Run <span className="font-medium">{source.name}</span> is of a workload of your own, which starts
          where its module is: <code>{source.command}</code>
        </Notice>
      )}
      {source && config?.workload === workload && (
        <Notice>
          Settings taken from run{" "}
          <Link href={`/runs/${source.id}`} className="font-medium hover:underline">
            {source.name}
          </Link>
          {test !== "" &&
            (mode === "run"
              ? ", changed by what would test a cause of its episode"
              : " beside the same with what would test a cause of its episode")}
          .
        </Notice>
      )}
      <WorkloadCards value={workload} onChange={(next) => change({ workload: next, preset: "" })} />
    </LaunchForm>
  );
}

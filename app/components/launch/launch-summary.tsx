"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { compareCommand, forkCommand, trainCommand } from "../../../db/contract/command";
import type { RunConfig } from "../../../db/contract/run-config";
import { workloads } from "../../../db/contract/workloads";
import { formatDuration } from "../../format/duration";
import { plural } from "../../format/number";
import { metricTitle } from "../../format/words";
import { useTRPC } from "../../trpc/client";
import { Copyable } from "../ui/copyable";
import { Notice } from "../ui/notice";
import type { CheckedDraft, Draft } from "./draft";
import type { ForkOrigin, LaunchMode } from "./initial-draft";
import { oneRunOf } from "./one-run-of";

/** What will be trained, how long it takes, and the command that does the same. */
export function LaunchSummary({
  mode,
  fork,
  draft,
  checked,
  failure,
  children,
}: {
  mode: LaunchMode;
  fork?: ForkOrigin | undefined;
  draft: Draft;
  checked: CheckedDraft;
  failure: string | null;
  /** The button that starts it. */
  children: ReactNode;
}) {
  const { experiment, run } = checked;
  const { outcome } = workloads[draft.workload];
  const arms = experiment?.arms.length ?? 0;
  const runs = mode === "run" ? 1 : arms * (experiment?.seeds ?? 0);
  const runCommand = (config: RunConfig) =>
    fork ? forkCommand(fork.run, { step: fork.step, config }) : trainCommand(config);
  const command = mode === "run" ? run && runCommand(run) : experiment && compareCommand(experiment);
  const wrong = Object.keys(checked.errors).length;
  return (
    <aside aria-label="Summary" className="flex flex-col gap-4 rounded-md border p-4 lg:sticky lg:top-16">
      <dl className="flex flex-col gap-3">
        <Item term="Trains">
          {experiment === null ? (
            <span className="text-muted">Nothing yet</span>
          ) : fork ? (
            `1 run from step ${fork.step + 1} to ${experiment.config.steps}, seed ${experiment.firstSeed}`
          ) : mode === "run" ? (
            `1 run of ${experiment.config.steps} steps, seed ${experiment.firstSeed}`
          ) : (
            `${plural(arms, "arm")} × ${plural(experiment.seeds, "seed")} = ${plural(runs, "run")} of ${experiment.config.steps} steps`
          )}
        </Item>
        <Item term="Takes">
          <Estimate checked={checked} draft={draft} runs={runs} after={fork?.step ?? 0} />
        </Item>
        {mode === "compare" && (
          <Item term="Decided by" note={`${outcome.meaning}; ${outcome.better} is better.`}>
            {metricTitle(outcome.series)}
          </Item>
        )}
      </dl>
      <div>
        <h3 className="mb-1 text-12 text-muted">The same from a terminal</h3>
        {command ? (
          <Copyable block text={command} label="command" />
        ) : (
          <p className="rounded-md border bg-surface px-3 py-2 text-13 text-muted">
            Appears when every field is right.
          </p>
        )}
      </div>
      {checked.warnings.map((warning) => (
        <Notice key={warning} tone="warning">
          {warning}
        </Notice>
      ))}
      {failure && <Notice tone="error">{failure}</Notice>}
      {wrong > 0 && (
        <p className="text-13 text-critical" role="status">
          {plural(wrong, "field needs", "fields need")} another value before this can start.
        </p>
      )}
      {children}
    </aside>
  );
}

function Estimate({
  checked,
  draft,
  runs,
  after,
}: {
  checked: CheckedDraft;
  draft: Draft;
  runs: number;
  /** The step after which training begins. */
  after: number;
}) {
  const trpc = useTRPC();
  const last = checked.experiment?.config.steps;
  const steps = last === undefined || last <= after ? undefined : last - after;
  const { data } = useQuery({
    ...trpc.launches.estimate.queryOptions(
      steps === undefined
        ? oneRunOf(draft.workload)
        : { workload: draft.workload, steps, runs: Math.max(1, runs) },
    ),
    enabled: steps !== undefined,
    placeholderData: keepPreviousData,
  });
  if (steps === undefined) return <span className="text-muted">Said when every field is right</span>;
  if (!data) return null;
  return (
    <>
      {data.totalSeconds === null ? (
        <span className="text-muted">Not known yet</span>
      ) : (
        `About ${formatDuration(data.totalSeconds * 1000)}`
      )}
      <span className="block text-12 text-muted">{data.basis}</span>
    </>
  );
}

function Item({ term, note, children }: { term: string; note?: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-12 text-muted">{term}</dt>
      <dd>
        {children}
        {note && <span className="block text-12 text-muted">{note}</span>}
      </dd>
    </div>
  );
}

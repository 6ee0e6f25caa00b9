"use client";

import { GitFork } from "lucide-react";
import Link from "next/link";
import type { RunDetail } from "../../../db/contract/read-models";
import { isExternalConfig, isUserConfig } from "../../../db/contract/run-config";
import { isEnded } from "../../../db/contract/statuses";
import { workloads } from "../../../db/contract/workloads";
import { cx } from "../../format/class-names";
import { formatBytes, formatNumber, formatStep } from "../../format/number";
import { metricTitle } from "../../format/words";
import { Button } from "../ui/button";
import { Copyable } from "../ui/copyable";
import { EmptyState } from "../ui/empty-state";
import { RelativeTime } from "../ui/relative-time";
import { type CheckpointAtStep, checkpointsByStep } from "./checkpoints-by-step";

/** What the run can go on from and be forked at, what was forked from it, and how to repeat it. */
export function CheckpointsPanel({ run }: { run: RunDetail }) {
  const steps = checkpointsByStep(run.checkpoints);
  if (steps.length === 0 && run.forks.length === 0) return <NoCheckpoints run={run} />;
  return (
    <div className="flex max-w-[840px] flex-col gap-6">
      {steps.length > 0 && <CheckpointTable run={run} steps={steps} />}
      {run.forks.length > 0 && (
        <section>
          <h2 className="mb-1 font-semibold">Forks of this run</h2>
          <ul className="flex flex-col gap-1 text-13">
            {run.forks.map(({ runId, runName }) => (
              <li key={runId}>
                <Link href={`/runs/${runId}`} className="hover:underline">
                  {runName}
                </Link>
              </li>
            ))}
          </ul>
        </section>
      )}
      {isEnded(run.status) && run.step !== null && !isExternalConfig(run.config) && (
        <section>
          <h2 className="font-semibold">Reproduce it</h2>
          <p className="mb-1 text-13 text-muted">
            Trains it again as a new run and says whether every point came out bitwise equal.
          </p>
          <Copyable block text={`gradiometer reproduce ${run.id}`} label="command" />
        </section>
      )}
    </div>
  );
}

function NoCheckpoints({ run }: { run: RunDetail }) {
  if (isExternalConfig(run.config))
    return (
      <EmptyState title="No checkpoints here">
        <p>Another program trains this run, and keeps what it goes on from itself.</p>
      </EmptyState>
    );
  const { every } = run.config.checkpoints;
  return (
    <EmptyState title={every === 0 ? "This run keeps no checkpoints" : "No checkpoint yet"}>
      <p>
        {every === 0
          ? "Its setting checkpoints.every is 0: if it is stopped, resuming it begins anew with step 1."
          : isEnded(run.status)
            ? "It ended before a sound state could be saved: resuming or forking it begins anew with step 1."
            : `All of its state is saved after every ${formatStep(every)} steps; from there it can be resumed, and forked with other settings.`}
      </p>
    </EmptyState>
  );
}

function CheckpointTable({ run, steps }: { run: RunDetail; steps: readonly CheckpointAtStep[] }) {
  const { outcome } = workloads[run.workload];
  const cell = "h-9 pr-4 whitespace-nowrap";
  return (
    <section>
      <h2 className="font-semibold">Checkpoints</h2>
      <p className="mb-1 text-13 text-muted">
        All of the run's state after a step: it is resumed from the latest, and a fork goes on from one with
        other settings.
      </p>
      <div className="relative overflow-x-auto">
        <table className="w-full border-collapse text-13 figures">
          <thead>
            <tr className="border-b text-left text-muted">
              <th scope="col" className={cx(cell, "font-medium")}>
                After step
              </th>
              <th scope="col" className={cx(cell, "font-medium")}>
                Kept as
              </th>
              <th
                scope="col"
                className={cx(cell, "text-right font-medium max-md:hidden")}
                title={`Mean since the checkpoint before. ${outcome.meaning}; ${outcome.better} is better.`}
              >
                {metricTitle(outcome.series)}
              </th>
              <th scope="col" className={cx(cell, "text-right font-medium max-md:hidden")}>
                Size
              </th>
              <th scope="col" className={cx(cell, "font-medium max-md:hidden")}>
                Saved
              </th>
              <th scope="col" className="h-9">
                <span className="sr-only">Fork</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {steps.map(({ step, keptAs, metric, bytes, createdAt, isThere }) => (
              <tr key={step} className="border-b">
                <th scope="row" className={cx(cell, "text-left font-medium")}>
                  {formatStep(step)}
                </th>
                <td className={cell}>{keptAs}</td>
                <td className={cx(cell, "text-right max-md:hidden")}>{formatNumber(metric)}</td>
                <td className={cx(cell, "text-right max-md:hidden")}>{formatBytes(bytes)}</td>
                <td className={cx(cell, "max-md:hidden")}>
                  <RelativeTime timeMs={createdAt} />
                </td>
                <td className="h-9 text-right">
                  {isThere && isUserConfig(run.config) ? (
                    <Copyable text={`gradiometer fork ${run.id} --at-step ${step}`} label="command" />
                  ) : isThere ? (
                    <Button asChild size="small">
                      <Link href={`/launch?mode=run&from=${run.id}&step=${step}`}>
                        <GitFork size={14} aria-hidden />
                        Fork<span className="sr-only"> after step {step}</span>
                      </Link>
                    </Button>
                  ) : (
                    <span
                      className="text-warning"
                      title="Its file is missing or was cut short. Resuming and forking pass it over for the one before it."
                    >
                      File is gone
                    </span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

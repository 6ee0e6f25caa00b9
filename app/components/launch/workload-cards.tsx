"use client";

import { useQueries } from "@tanstack/react-query";
import { RadioGroup } from "radix-ui";
import { type BuiltInName, builtInNames, type WorkloadName, workloads } from "../../../db/contract/workloads";
import { formatDuration } from "../../format/duration";
import { useTRPC } from "../../trpc/client";
import { oneRunOf } from "./one-run-of";

/** What can be trained, and how long one run of it takes on this machine. */
export function WorkloadCards({
  value,
  onChange,
}: {
  value: WorkloadName;
  onChange: (workload: BuiltInName) => void;
}) {
  const trpc = useTRPC();
  const estimates = useQueries({
    queries: builtInNames.map((name) => trpc.launches.estimate.queryOptions(oneRunOf(name))),
  });
  return (
    <RadioGroup.Root
      value={value}
      onValueChange={(next) => onChange(next as BuiltInName)}
      aria-label="Workload"
      className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3"
    >
      {builtInNames.map((name, index) => (
        <RadioGroup.Item
          key={name}
          value={name}
          className="flex flex-col rounded-md border border-strong-line p-3 text-left hover:bg-hover data-[state=checked]:border-accent data-[state=checked]:bg-selected"
        >
          <span className="flex w-full items-center justify-between gap-2">
            <span className="font-medium">{workloads[name].title}</span>
            <span
              aria-hidden
              className="grid size-4 shrink-0 place-items-center rounded-full border border-strong-line bg-page"
            >
              <RadioGroup.Indicator className="size-2 rounded-full bg-accent" />
            </span>
          </span>
          <span className="font-mono text-12 text-muted">{name}</span>
          <span className="mt-1 mb-2 text-13">{workloads[name].summary}</span>
          <span className="mt-auto min-h-4 text-12 text-muted">
            {durationOf(estimates[index]?.data, oneRunOf(name).steps)}
          </span>
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}

function durationOf(estimate: { secondsPerRun: number | null } | undefined, steps: number): string {
  if (!estimate) return "";
  if (estimate.secondsPerRun === null) return `${steps} steps; no run of it has finished here yet`;
  return `${steps} steps take about ${formatDuration(estimate.secondsPerRun * 1000)} here`;
}

"use client";

import type { RunDetail } from "../../../db/contract/read-models";
import { formatBytes } from "../../format/number";
import { formatAbsolute } from "../../format/time";
import { EmptyState } from "../ui/empty-state";
import type { KeyValue } from "./flatten-config";
import { KeyValueTable } from "./key-value-table";

/** Where and on what the run was trained. */
export function EnvironmentPanel({ run }: { run: RunDetail }) {
  const { environment } = run;
  if (!environment)
    return (
      <EmptyState title="Not recorded yet">
        <p>Backend, processor and versions are recorded when the trainer starts.</p>
      </EmptyState>
    );
  const rows: [name: string, value: string | number | null | undefined][] = [
    ["Backend", both(environment.backend, environment.backendVersion, " ")],
    ["Why this backend", environment.backendReason],
    ["Node", environment.node],
    ["Platform", both(environment.platform, environment.os, ", ")],
    ["Processor", environment.cpu],
    ["GPU", environment.gpu],
    ["Cores", environment.cores?.toString()],
    ["Memory", environment.memoryBytes && formatBytes(environment.memoryBytes)],
    ["Gradiometer", environment.codeVersion ?? environment.gradiometer],
    ["Commit", environment.commit],
    ...Object.entries(environment.packages ?? {}),
    ["Data", environment.data],
    ["SHA-256 of the data", environment.dataHash],
    ["SHA-256 of the config", environment.configHash],
    ["Command line", environment.commandLine],
    ["Created", formatAbsolute(run.createdAt)],
    ["Started", run.startedAt && formatAbsolute(run.startedAt)],
    ["Ended", run.endedAt && formatAbsolute(run.endedAt)],
    ["Attempt", String(run.attempt)],
  ];
  return (
    <div className="max-w-[840px]">
      <KeyValueTable
        rows={rows.flatMap(([name, value]): KeyValue[] => (value ? [[name, String(value)]] : []))}
      />
    </div>
  );
}

const both = (first: string | undefined, second: string | undefined, between: string) =>
  [first, second].filter(Boolean).join(between);

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
  const rows: (KeyValue | null)[] = [
    ["Backend", [environment.backend, environment.backendVersion].filter(Boolean).join(" ")],
    environment.backendReason ? ["Why this backend", environment.backendReason] : null,
    ["Node", environment.node],
    ["Platform", [environment.platform, environment.os].filter(Boolean).join(", ")],
    ["Processor", environment.cpu],
    environment.gpu ? ["GPU", environment.gpu] : null,
    ["Cores", String(environment.cores)],
    ["Memory", formatBytes(environment.memoryBytes)],
    ["Gradiometer", environment.codeVersion ?? environment.gradiometer],
    environment.commit ? ["Commit", environment.commit] : null,
    ...Object.entries(environment.packages ?? {}),
    environment.data ? ["Data", environment.data] : null,
    environment.dataHash ? ["SHA-256 of the data", environment.dataHash] : null,
    environment.configHash ? ["SHA-256 of the config", environment.configHash] : null,
    environment.commandLine ? ["Command line", environment.commandLine] : null,
    ["Created", formatAbsolute(run.createdAt)],
    run.startedAt === null ? null : ["Started", formatAbsolute(run.startedAt)],
    run.endedAt === null ? null : ["Ended", formatAbsolute(run.endedAt)],
    ["Attempt", String(run.attempt)],
  ];
  return (
    <div className="max-w-[840px]">
      <KeyValueTable rows={rows.filter((row) => row !== null)} />
    </div>
  );
}

"use client";

import type { RunDetail } from "../../../db/contract/read-models";
import { Copyable, CopyButton } from "../ui/copyable";
import { flattenConfig } from "./flatten-config";
import { KeyValueTable } from "./key-value-table";

/** Everything the run was started with, and the command that trains it again. */
export function ConfigPanel({ run }: { run: RunDetail }) {
  return (
    <div className="flex max-w-[840px] flex-col gap-6">
      {run.command !== null && (
        <section>
          <h2 className="mb-1 font-semibold">Train it again</h2>
          <Copyable block text={run.command} label="command" />
        </section>
      )}
      <section>
        <header className="mb-1 flex items-center justify-between">
          <h2 className="font-semibold">Config</h2>
          <CopyButton text={JSON.stringify(run.config, null, 2)} label="config as JSON" />
        </header>
        <KeyValueTable rows={flattenConfig(run.config)} />
      </section>
    </div>
  );
}

"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useTRPC } from "../../trpc/client";
import { Button } from "../ui/button";
import { Popover } from "../ui/popover";
import { RelativeTime } from "../ui/relative-time";
import { RunState } from "../ui/run-state";

const OFFERED = 30;

/** A search over all runs; a click adds one to the comparison. */
export function AddRuns({ present, onAdd }: { present: readonly string[]; onAdd: (id: string) => void }) {
  const trpc = useTRPC();
  const [open, setOpen] = useState(false);
  const [search, setSearch] = useState("");
  const { data, error } = useQuery({
    ...trpc.runs.list.queryOptions({ search: search.trim() || undefined, limit: OFFERED + present.length }),
    enabled: open,
    placeholderData: keepPreviousData,
  });
  const offered = data?.rows.filter((run) => !present.includes(run.id)).slice(0, OFFERED);
  return (
    <Popover
      label="Add runs"
      open={open}
      onOpenChange={setOpen}
      className="flex w-[420px] flex-col"
      trigger={
        <Button variant="primary">
          <Plus size={14} aria-hidden />
          Add runs
        </Button>
      }
    >
      <div className="border-b p-2">
        <input
          className="field w-full"
          aria-label="Search runs"
          placeholder="Search by name, workload or arm"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      </div>
      <ul className="h-72 overflow-auto p-1">
        {error && <li className="px-2 py-4 text-13 text-critical">{error.message}</li>}
        {offered?.length === 0 && (
          <li className="px-2 py-6 text-center text-13 text-muted">
            {search ? "No other run matches." : "There is no other run."}
          </li>
        )}
        {offered?.map((run) => (
          <li key={run.id}>
            <button
              type="button"
              onClick={() => onAdd(run.id)}
              title={run.arm ? `${run.name}, of ${run.arm.experimentName}` : run.name}
              className="flex h-8 w-full items-center gap-2 rounded-sm px-2 text-left text-13 hover:bg-hover"
            >
              <RunState status={run.status} compact />
              <span className="truncate">{run.name}</span>
              <span className="ml-auto shrink-0 text-muted">{run.workload}</span>
              <span className="w-16 shrink-0 text-right text-muted">
                <RelativeTime timeMs={run.createdAt} />
              </span>
            </button>
          </li>
        ))}
      </ul>
    </Popover>
  );
}

"use client";

import { ChevronDown, ChevronRight } from "lucide-react";
import Link from "next/link";
import { memo } from "react";
import { type RunStatus, runStatuses } from "../../../db/contract/statuses";
import { cx } from "../../format/class-names";
import { plural } from "../../format/number";
import { statusWords } from "../../format/words";
import { ArmDot } from "../ui/arm-dot";
import { type Column, StateCell } from "./columns";
import type { RunGroup } from "./group-runs";
import type { ListedRun } from "./listed-run";

export const ROW_HEIGHT = 34;
export const CARD_HEIGHT = 88;

const rowLook =
  "border-b max-md:grid max-md:h-[88px] max-md:content-center max-md:gap-y-0.5 max-md:grid-cols-[20px_minmax(0,1fr)_auto] max-md:items-center max-md:gap-x-3 max-md:px-1";

interface RunLineProps {
  run: ListedRun;
  columns: readonly Column[];
  selected: boolean;
  active: boolean;
  onToggle: (id: string, range: boolean) => void;
  onOpen: (id: string) => void;
}

/** A run as a table row; on a narrow screen the same cells as a card. */
export const RunLine = memo(function RunLine({
  run,
  columns,
  selected,
  active,
  onToggle,
  onOpen,
}: RunLineProps) {
  return (
    <tr
      data-run={run.id}
      aria-selected={selected}
      className={cx(
        rowLook,
        "h-[34px] cursor-pointer",
        selected ? "bg-selected" : "hover:bg-hover",
        active && "shadow-[inset_2px_0_0_var(--accent)]",
      )}
      onClick={(event) => {
        if ((event.target as Element).closest("a, button, input, label")) return;
        if (window.getSelection()?.toString()) return;
        onOpen(run.id);
      }}
    >
      <td className="pl-3 max-md:hidden">
        <label className="-m-2 flex p-2">
          <input
            type="checkbox"
            checked={selected}
            aria-label={`Select ${run.name}`}
            className="size-3.5 accent-accent"
            onClick={(event) => onToggle(run.id, event.shiftKey)}
            onChange={() => {}}
          />
        </label>
      </td>
      <td className="truncate px-2 max-md:col-start-1 max-md:row-start-1 max-md:px-0 max-md:pl-1">
        <StateCell run={run} />
      </td>
      <td className="truncate px-2 max-md:col-start-2 max-md:row-start-1 max-md:px-0">
        <Link
          href={`/runs/${run.id}`}
          prefetch={false}
          className="font-medium hover:underline"
          title={run.name}
        >
          {run.name}
        </Link>
      </td>
      {columns.map((column) => (
        <td
          key={column.key}
          className={cx(
            "truncate px-2 figures max-md:px-0",
            column.right && "text-right",
            column.card ?? "max-md:hidden",
          )}
        >
          {column.cell(run)}
        </td>
      ))}
    </tr>
  );
});

interface GroupLineProps {
  group: RunGroup;
  columns: readonly Column[];
  open: boolean;
  selected: boolean;
  onToggleOpen: (key: string) => void;
  onToggleRuns: (ids: string[], select: boolean) => void;
}

/** Heading of a group, with means over its runs. */
export function GroupLine({ group, columns, open, selected, onToggleOpen, onToggleRuns }: GroupLineProps) {
  const Chevron = open ? ChevronDown : ChevronRight;
  return (
    <tr className={cx(rowLook, "h-[34px] bg-surface max-md:h-auto max-md:py-2")}>
      <td className="pl-3 max-md:hidden">
        <label className="-m-2 flex p-2">
          <input
            type="checkbox"
            checked={selected}
            aria-label={`Select the runs of ${group.title}`}
            className="size-3.5 accent-accent"
            onChange={() =>
              onToggleRuns(
                group.runs.map((run) => run.id),
                !selected,
              )
            }
          />
        </label>
      </td>
      <td colSpan={4} className="truncate px-2 max-md:col-span-3 max-md:px-0">
        <span className="flex items-center gap-2">
          <button
            type="button"
            aria-expanded={open}
            aria-label={`${open ? "Close" : "Open"} ${group.title}`}
            onClick={() => onToggleOpen(group.key)}
            className="-ml-1 grid size-6 shrink-0 place-items-center rounded-sm hover:bg-hover"
          >
            <Chevron size={14} aria-hidden />
          </button>
          {group.position !== null && <ArmDot position={group.position} />}
          {group.experimentId ? (
            <Link
              href={`/experiments/${group.experimentId}`}
              prefetch={false}
              className="truncate font-semibold hover:underline"
            >
              {group.title}
            </Link>
          ) : (
            <span className="truncate font-semibold">{group.title}</span>
          )}
          <span className="truncate text-13 text-muted">
            {describeStatuses(group.statuses, group.runs.length)}
          </span>
        </span>
      </td>
      {columns.slice(2).map((column) => (
        <td
          key={column.key}
          className={cx("truncate px-2 figures max-md:hidden", column.right && "text-right")}
        >
          {column.group?.(group)}
        </td>
      ))}
    </tr>
  );
}

/** `6 runs: 2 running, 4 finished` */
export function describeStatuses(statuses: Partial<Record<RunStatus, number>>, count: number): string {
  const present = runStatuses.filter((status) => (statuses[status] ?? 0) > 0);
  const [only] = present;
  if (present.length === 1 && only) return `${plural(count, "run")}, ${statusWords[only].toLowerCase()}`;
  const parts = present.map((status) => `${statuses[status]} ${statusWords[status].toLowerCase()}`);
  return `${plural(count, "run")}: ${parts.join(", ")}`;
}

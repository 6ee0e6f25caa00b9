"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown, ArrowUp } from "lucide-react";
import { type CSSProperties, type RefObject, useEffect, useRef } from "react";
import { cx } from "../../format/class-names";
import { useMediaQuery } from "../../live/media-query";
import { type Column, stateAndName } from "./columns";
import type { TableLine } from "./group-runs";
import { CARD_HEIGHT, GroupLine, ROW_HEIGHT, RunLine } from "./run-line";
import type { Sort } from "./search-params";

/** Rows drawn before the browser has measured anything. */
const FIRST_PAINT_HEIGHT = 1000;
/** So many rows before the last one, the next are read. */
const NEAR_END = 40;
const NAME_WIDTH = 200;

export interface RunsTableProps {
  lines: TableLine[];
  sort: Sort;
  columns: readonly Column[];
  onSort: (by: string) => void;
  selected: ReadonlySet<string>;
  activeId: string | null;
  onToggle: (id: string, range: boolean) => void;
  onToggleRuns: (ids: string[], select: boolean) => void;
  onToggleGroup: (key: string) => void;
  onOpen: (id: string) => void;
  allSelected: boolean;
  onSelectAll: () => void;
  scroller: RefObject<HTMLDivElement | null>;
  /** The last rows are coming into view. */
  onNearEnd: () => void;
}

/** A real table of which only the rows in view exist; rows above and below are two spacers. */
export function RunsTable(props: RunsTableProps) {
  const { lines, columns, scroller, activeId, onNearEnd } = props;
  const narrow = useMediaQuery("(max-width: 767px)", false);
  const height = narrow ? CARD_HEIGHT : ROW_HEIGHT;
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 12,
    initialRect: { width: 1440, height: FIRST_PAINT_HEIGHT },
  });
  const previousHeight = useRef(height);
  useEffect(() => {
    if (previousHeight.current === height) return;
    previousHeight.current = height;
    virtualizer.measure();
  }, [height, virtualizer]);

  // Only a move of the active row scrolls, not every update of its data.
  const scrolledTo = useRef<string | null>(null);
  useEffect(() => {
    if (scrolledTo.current === activeId) return;
    scrolledTo.current = activeId;
    const index = lines.findIndex((line) => line.type === "run" && line.run.id === activeId);
    if (index >= 0) virtualizer.scrollToIndex(index, { align: "auto" });
  }, [activeId, lines, virtualizer]);

  const items = virtualizer.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (lastShown >= lines.length - NEAR_END) onNearEnd();
  }, [lastShown, lines.length, onNearEnd]);
  const before = items[0]?.start ?? 0;
  const after = virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0);

  return (
    <table
      className="w-full table-fixed border-separate border-spacing-0 text-13 max-md:block md:min-w-(--table-width) [&_td]:border-b [&_tr]:border-b-0 max-md:[&_td]:border-b-0 max-md:[&_tr]:border-b"
      style={{ "--table-width": `${widthOf(columns)}px` } as CSSProperties}
    >
      <colgroup>
        <col style={{ width: 40 }} />
        <col style={{ width: stateAndName.state.width }} />
        <col />
        {columns.map((column) => (
          <col key={column.key} style={{ width: column.width }} />
        ))}
      </colgroup>
      <thead className="max-md:hidden">
        <tr>
          <th scope="col" className={cx(headLook, "pl-3")}>
            <label className="-m-2 flex p-2">
              <input
                type="checkbox"
                className="size-3.5 accent-accent"
                checked={props.allSelected}
                onChange={props.onSelectAll}
                aria-label="Select all shown runs"
              />
            </label>
          </th>
          <Heading {...props} heading={stateAndName.state.heading} by={stateAndName.state.sort} />
          <Heading {...props} heading={stateAndName.name.heading} by={stateAndName.name.sort} />
          {columns.map((column) => (
            <Heading
              key={column.key}
              {...props}
              heading={column.heading}
              by={column.sort}
              right={column.right}
              explains={column.explains}
            />
          ))}
        </tr>
      </thead>
      <tbody className="max-md:block">
        {before > 0 && <tr aria-hidden className="max-md:block" style={{ height: before }} />}
        {items.map((item) => {
          const line = lines[item.index];
          if (!line) return null;
          return line.type === "run" ? (
            <RunLine
              key={line.run.id}
              run={line.run}
              columns={columns}
              selected={props.selected.has(line.run.id)}
              active={line.run.id === activeId}
              onToggle={props.onToggle}
              onOpen={props.onOpen}
            />
          ) : (
            <GroupLine
              key={`group ${line.group.key}`}
              group={line.group}
              columns={columns}
              open={line.open}
              selected={line.group.runs.every((run) => props.selected.has(run.id))}
              onToggleOpen={props.onToggleGroup}
              onToggleRuns={props.onToggleRuns}
            />
          );
        })}
        {after > 0 && <tr aria-hidden className="max-md:block" style={{ height: after }} />}
      </tbody>
    </table>
  );
}

/** Below it the table scrolls sideways. Beside its columns there are the box, the state and the name. */
function widthOf(columns: readonly Column[]): number {
  return columns.reduce((sum, { width = 0 }) => sum + width, 40 + stateAndName.state.width + NAME_WIDTH);
}

const headLook =
  "sticky top-0 z-10 h-8 border-b border-strong-line bg-page text-left text-12 font-medium text-muted";

function Heading({
  heading,
  by,
  right,
  explains,
  sort,
  onSort,
}: Pick<RunsTableProps, "sort" | "onSort"> & {
  heading: string;
  by?: string;
  right?: boolean;
  explains?: string;
}) {
  const current = by !== undefined && sort?.by === by;
  const Arrow = sort?.descending ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      aria-sort={current ? (sort?.descending ? "descending" : "ascending") : undefined}
      className={cx(headLook, "px-2", right && "text-right")}
      title={explains}
    >
      {by ? (
        <button
          type="button"
          onClick={() => onSort(by)}
          className={cx(
            "inline-flex items-center gap-1 whitespace-nowrap hover:text-text",
            right && "flex-row-reverse",
            current && "text-text",
          )}
        >
          {heading}
          {current && <Arrow size={12} aria-hidden />}
        </button>
      ) : (
        heading
      )}
    </th>
  );
}

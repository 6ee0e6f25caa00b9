"use client";

import { Ellipsis } from "lucide-react";
import { type ReactNode, type RefObject, useState } from "react";
import type { ChartAxis } from "../../db/contract/chart-axis";
import { CopyButton } from "../components/ui/copyable";
import { Dialog } from "../components/ui/dialog";
import { Menu, MenuItem, MenuSeparator } from "../components/ui/menu";
import { formatExact, formatNumber, formatStep } from "../format/number";
import { usePointed } from "./crosshair";
import { download, downloadUrl, fileNameOf, toCsv } from "./export-chart";
import type { ChartTable, ReadoutRow } from "./figure";
import { loadPlotly } from "./load-plotly";

const EXPORT_SCALE = 2;
const ROWS_SHOWN = 500;

interface HeaderProps {
  title: string;
  unit?: string;
  meaning?: string;
  chartId: string;
  over: ChartAxis;
  readout?: (x: number) => ReadoutRow[];
  controls?: ReactNode;
  plot: RefObject<HTMLDivElement | null>;
  table: () => ChartTable;
  height: number;
  hasPlot: boolean;
}

/** Title and unit at the left; values under a crosshair elsewhere, controls and menu at the right. */
export function ChartHeader(props: HeaderProps) {
  const [tableOpen, setTableOpen] = useState(false);
  const saveImage = async (format: "png" | "svg") => {
    const element = props.plot.current;
    if (!element) return;
    const { default: Plotly } = await loadPlotly();
    const url = await Plotly.toImage(element, {
      format,
      width: element.clientWidth,
      height: props.height,
      scale: format === "png" ? EXPORT_SCALE : 1,
    });
    downloadUrl(`${fileNameOf(props.title)}.${format}`, url);
  };
  return (
    <figcaption className="flex h-7 items-center gap-2">
      <h3 className="min-w-0 truncate text-13 font-medium" title={props.meaning}>
        {props.title}
        {props.unit && !saysUnit(props.title, props.unit) && (
          <span className="ml-1.5 font-normal text-muted">{props.unit}</span>
        )}
      </h3>
      <span className="ml-auto flex min-w-0 justify-end overflow-hidden">
        {props.readout && (
          <ElsewhereReadout chartId={props.chartId} over={props.over} readout={props.readout} />
        )}
      </span>
      <div className="flex shrink-0 items-center gap-1">
        {props.controls}
        <Menu
          trigger={
            <button
              type="button"
              aria-label={`Menu of ${props.title}`}
              className="grid size-6 place-items-center rounded-sm text-muted hover:bg-hover hover:text-text data-[state=open]:bg-hover"
            >
              <Ellipsis size={14} aria-hidden />
            </button>
          }
        >
          <MenuItem onSelect={() => setTableOpen(true)}>Show data table</MenuItem>
          <MenuSeparator />
          <MenuItem disabled={!props.hasPlot} onSelect={() => void saveImage("png")}>
            Save as PNG
          </MenuItem>
          <MenuItem disabled={!props.hasPlot} onSelect={() => void saveImage("svg")}>
            Save as SVG
          </MenuItem>
          <MenuItem
            onSelect={() =>
              download(
                `${fileNameOf(props.title)}.csv`,
                new Blob([toCsv(props.table())], { type: "text/csv;charset=utf-8" }),
              )
            }
          >
            Save as CSV
          </MenuItem>
        </Menu>
      </div>
      <Dialog
        open={tableOpen}
        onOpenChange={setTableOpen}
        title={props.title}
        description={props.meaning}
        wide
      >
        {tableOpen && <DataTable table={props.table()} />}
      </Dialog>
    </figcaption>
  );
}

/** "Clip coefficient, ratio" is news; "Update ratio, ratio" is not. */
function saysUnit(title: string, unit: string): boolean {
  return title.toLowerCase().split(/\W+/).includes(unit.toLowerCase());
}

/** While the pointer is on another chart, this one says its values in its title line. */
function ElsewhereReadout({
  chartId,
  over,
  readout,
}: {
  chartId: string;
  over: ChartAxis;
  readout: (x: number) => ReadoutRow[];
}) {
  const pointed = usePointed(over);
  if (!pointed || pointed.chart === chartId) return null;
  return (
    <span className="flex items-center gap-2 text-12 figures max-sm:hidden" aria-hidden>
      {readout(pointed.x)
        .slice(0, 3)
        .map((row) => (
          <span key={row.label} style={{ color: row.colour }}>
            {formatNumber(row.value)}
          </span>
        ))}
    </span>
  );
}

function DataTable({ table }: { table: ChartTable }) {
  const shown = table.rows.slice(0, ROWS_SHOWN);
  return (
    <>
      <div className="mb-2 flex items-center justify-between text-13 text-muted">
        {table.rows.length > ROWS_SHOWN
          ? `First ${formatStep(ROWS_SHOWN)} of ${formatStep(table.rows.length)} rows; CSV holds all`
          : `${formatStep(table.rows.length)} rows`}
        <CopyButton text={toCsv(table)} label="all rows as CSV" />
      </div>
      <table className="w-full border-collapse text-13 figures">
        <thead>
          <tr className="border-b text-left text-muted">
            {table.columns.map((column) => (
              <th key={column} scope="col" className="py-1 pr-4 font-medium">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <tr key={row.join("|")} className="border-b last:border-b-0">
              {row.map((cell, column) => (
                <td key={table.columns[column]} className="py-1 pr-4">
                  {typeof cell === "number" ? formatExact(cell) : cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

"use client";

import { formatNumber, formatStep } from "../format/number";
import { useLit, usePointed } from "./crosshair";
import type { Margins, Range, ReadoutRow } from "./figure";
import type { PlaceStep } from "./place-steps";
import type { XAxis } from "./x-axis";

const ROWS_SHOWN = 14;

/** Crosshair, lit band and list of values over the plot; drawn without touching Plotly. */
export function ChartOverlay({
  chartId,
  xRange,
  width,
  height,
  margins,
  readout,
  notes,
  axis,
  place,
}: {
  chartId: string;
  xRange: Range;
  width: number;
  height: number;
  margins: Margins;
  readout?: (x: number) => ReadoutRow[];
  notes?: (x: number) => readonly string[];
  axis: XAxis;
  place: PlaceStep;
}) {
  const pointed = usePointed(axis.over);
  const lit = placed(useLit(), place);
  const plotWidth = width - margins.left - margins.right;
  const toPixel = (x: number) => margins.left + ((x - xRange[0]) / (xRange[1] - xRange[0])) * plotWidth;
  const clamp = (pixel: number) => Math.min(margins.left + plotWidth, Math.max(margins.left, pixel));
  const inside = pointed && pointed.x >= xRange[0] && pointed.x <= xRange[1];
  const left = inside ? toPixel(pointed.x) : 0;
  const plotHeight = height - margins.top - margins.bottom;
  return (
    <div className="pointer-events-none absolute inset-0" aria-hidden>
      {lit && lit[1] >= xRange[0] && lit[0] <= xRange[1] && (
        <div
          className="absolute border-x border-accent bg-accent/15"
          style={{
            top: margins.top,
            height: plotHeight,
            left: clamp(toPixel(lit[0])) - 1,
            width: Math.max(3, clamp(toPixel(lit[1])) - clamp(toPixel(lit[0])) + 2),
          }}
        />
      )}
      {inside && (
        <div
          className="absolute w-px bg-muted/70"
          style={{ top: margins.top, height: plotHeight, transform: `translateX(${left}px)` }}
        />
      )}
      {inside && pointed.chart === chartId && readout && (
        <Readout
          rows={readout(pointed.x)}
          notes={notes?.(pointed.x) ?? []}
          heading={axis.say(pointed.x)}
          // On the far side of the pointer, so that it never covers the point.
          style={
            left > margins.left + plotWidth / 2
              ? { right: width - left + 12, top: margins.top }
              : { left: left + 12, top: margins.top }
          }
        />
      )}
    </div>
  );
}

function placed(steps: Range | null, place: PlaceStep): Range | null {
  if (!steps) return null;
  const [from, to] = [place(steps[0]), place(steps[1])];
  return from === null || to === null ? null : [from, to];
}

function Readout({
  rows,
  notes,
  heading,
  style,
}: {
  rows: ReadoutRow[];
  notes: readonly string[];
  heading: string;
  style: { left?: number; right?: number; top: number };
}) {
  return (
    <div className="absolute z-10 rounded-md bg-raised/95 px-2 py-1.5 text-12 shadow-float" style={style}>
      <div className="mb-0.5 text-muted figures">{heading}</div>
      {rows.slice(0, ROWS_SHOWN).map((row) => (
        <ReadoutLine key={row.label} row={row} />
      ))}
      {rows.length > ROWS_SHOWN && <div className="text-muted">and {rows.length - ROWS_SHOWN} more</div>}
      {rows.length === 0 && <div className="text-muted">no value here</div>}
      {notes.map((note) => (
        <div key={note} className="mt-1 max-w-64 border-t pt-1">
          {note}
        </div>
      ))}
    </div>
  );
}

function ReadoutLine({ row }: { row: ReadoutRow }) {
  return (
    <div className="flex items-center gap-1.5 whitespace-nowrap figures">
      <span className="h-[3px] w-2.5 shrink-0 rounded-full" style={{ background: row.colour }} />
      <span className="max-w-48 truncate">{row.label}</span>
      <span className="ml-auto pl-3 font-medium">
        {row.nonFinite > 0 && Number.isNaN(row.value) ? "" : formatNumber(row.value)}
      </span>
      {row.nonFinite > 0 && (
        <span className="font-medium text-critical">{formatStep(row.nonFinite)} non-finite</span>
      )}
    </div>
  );
}

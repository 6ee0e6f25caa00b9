"use client";

import { type ReactNode, type RefObject, useEffect, useId, useRef } from "react";
import { palettes } from "../format/palette";
import { useTheme } from "../theme/theme-provider";
import { ChartHeader } from "./chart-header";
import { ChartOverlay } from "./chart-overlay";
import { useChartSync } from "./crosshair";
import { cancelDraw, enqueueDraw } from "./draw-queue";
import {
  type ChartTable,
  defaultMargins,
  type Figure,
  type Margins,
  type Range,
  type ReadoutRow,
} from "./figure";
import { houseLayout } from "./house-layout";
import { loadPlotly, type PlotElement } from "./load-plotly";
import { asItIs, type PlaceStep } from "./place-steps";
import { useInView } from "./use-in-view";
import { useTouch } from "./use-touch";
import { useWidth } from "./use-width";
import { stepAxis, type XAxis } from "./x-axis";

export const defaultPlotHeight = 220;

export interface ChartProps {
  title: string;
  unit?: string;
  /** What the metric means; shown on hover of the title. */
  meaning?: string;
  /** What the chart shows, in one sentence, for people who do not see it. */
  description: string;
  /**
   * Null while there is nothing to draw; `empty` then takes the plot's place. A function is called in the frame in which
   * the chart is drawn: an update of many charts then makes their figures one by one, and none that a newer replaces.
   */
  figure: Figure | (() => Figure) | null;
  empty?: ReactNode;
  table: () => ChartTable;
  height?: number;
  margins?: Margins;
  /** Range of x now shown; with it the chart takes part in the page's crosshair and zoom. */
  xRange?: Range;
  /** A drag over the plot asks for this range; null, by double-click, for the whole. */
  onZoom?: (range: Range | null) => void;
  readout?: (x: number) => ReadoutRow[];
  /** What happened at x, in sentences under the values. */
  notes?: (x: number) => readonly string[];
  /** What the chart lies over: steps where left out. */
  axis?: XAxis;
  /** Where on the axis a step lies that a list beside the charts lights up. */
  place?: PlaceStep;
  controls?: ReactNode;
  /** Names of the lines, shown where a narrow screen leaves their ends no room for them. */
  legend?: readonly { label: string; colour: string }[];
  /** Told when the chart comes into view and its width is known, for whoever reads its data. */
  frame?: ChartFrameRef;
}

/** Where a chart stands on the page: measured by its owner when the figure depends on it. */
export interface ChartFrameRef {
  element: RefObject<HTMLDivElement | null>;
  width: number;
  inView: boolean;
}

export function useChartFrame(): ChartFrameRef {
  const element = useRef<HTMLDivElement>(null);
  return { element, width: useWidth(element), inView: useInView(element) };
}

/** The one component that knows Plotly. Its height is fixed from the first paint on. */
export function Chart(props: ChartProps) {
  const {
    height = defaultPlotHeight,
    margins = defaultMargins,
    axis = stepAxis,
    figure,
    xRange,
    onZoom,
  } = props;
  const { theme } = useTheme();
  const ownFrame = useChartFrame();
  const frame = props.frame ?? ownFrame;
  const plot = useRef<HTMLDivElement>(null);
  const queueKey = useRef({});
  const chartId = useId();
  const zoom = useRef(onZoom);
  useEffect(() => {
    zoom.current = onZoom;
  });

  const { width, inView } = frame;
  useEffect(() => {
    const element = plot.current;
    if (!element || !figure || !inView || width === 0) return;
    let stale = false;
    void loadPlotly().then(({ default: Plotly }) => {
      if (stale) return;
      enqueueDraw(queueKey.current, () => {
        const drawn = "_fullLayout" in element;
        const made = typeof figure === "function" ? figure() : figure;
        const layout = houseLayout(made, palettes[theme], { width, height, margins });
        void Plotly.react(element, made.data as Plotly.Data[], layout, {
          displayModeBar: false,
          doubleClick: false,
          showTips: false,
          responsive: false,
        });
        if (!drawn) listen(element as PlotElement, zoom);
      });
    });
    return () => {
      stale = true;
    };
  }, [figure, inView, width, height, margins, theme]);

  useEffect(() => {
    const key = queueKey.current;
    const element = plot.current;
    return () => {
      cancelDraw(key);
      if (element && "_fullLayout" in element)
        void loadPlotly().then(({ default: Plotly }) => Plotly.purge(element));
    };
  }, []);

  const { pointed } = useChartSync();
  const toX = (clientX: number) => {
    if (!xRange || !plot.current) return Number.NaN;
    const left = plot.current.getBoundingClientRect().left + margins.left;
    const share = (clientX - left) / Math.max(1, width - margins.left - margins.right);
    return xRange[0] + share * (xRange[1] - xRange[0]);
  };
  const point = (x: number) =>
    pointed.set(xRange && x >= xRange[0] && x <= xRange[1] ? { x, over: axis.over, chart: chartId } : null);
  const touch = useTouch({ xRange, toX, onPoint: point, onZoom });

  return (
    <figure className="group/chart relative min-w-0" aria-label={props.title}>
      <ChartHeader
        title={props.title}
        unit={props.unit}
        meaning={props.meaning}
        chartId={chartId}
        over={axis.over}
        readout={props.readout}
        controls={props.controls}
        plot={plot}
        table={props.table}
        height={height}
        hasPlot={figure !== null}
      />
      {props.legend && (
        <ul className="flex flex-wrap gap-x-3 text-12 text-muted md:hidden">
          {props.legend.map(({ label, colour }) => (
            <li key={label} className="flex items-center gap-1.5">
              <span className="h-[3px] w-2.5 rounded-full" style={{ background: colour }} />
              {label}
            </li>
          ))}
        </ul>
      )}
      <div
        ref={frame.element}
        // What is listed under the crosshair may reach below a low chart; sideways nothing widens the page.
        className="relative touch-pan-y overflow-x-clip"
        style={{ height }}
        {...touch}
        onPointerMove={(event) => {
          if (event.pointerType === "touch") touch.onPointerMove(event);
          else if (xRange) point(toX(event.clientX));
        }}
        onPointerLeave={(event) => {
          // A lifted finger leaves as well; what it pointed at stays to be read.
          if (event.pointerType !== "touch" && pointed.get()?.chart === chartId) pointed.set(null);
        }}
      >
        {figure === null && (
          <div className="absolute inset-0 grid place-items-center rounded-md border border-dashed px-4 text-center text-13 text-muted">
            {props.empty}
          </div>
        )}
        <div
          ref={plot}
          className="h-full overflow-hidden"
          role="img"
          aria-label={props.description}
          hidden={figure === null}
        />
        {/* Fingers scroll the page over a chart and pinch it; Plotly's own drags would hold the page. */}
        {xRange && <div className="absolute inset-0 hidden pointer-coarse:block" aria-hidden />}
        {figure && xRange && width > 0 && (
          <ChartOverlay
            chartId={chartId}
            xRange={xRange}
            width={width}
            height={height}
            margins={margins}
            readout={props.readout}
            notes={props.notes}
            axis={axis}
            place={props.place ?? asItIs}
          />
        )}
      </div>
    </figure>
  );
}

/** Zooming goes through the page, which reads the range again and gives it to every chart. */
function listen(element: PlotElement, zoom: RefObject<ChartProps["onZoom"]>): void {
  element.on("plotly_relayout", (change) => {
    const from = change["xaxis.range[0]"];
    const to = change["xaxis.range[1]"];
    if (typeof from === "number" && typeof to === "number") zoom.current?.([from, to]);
  });
  element.on("plotly_doubleclick", () => zoom.current?.(null));
}

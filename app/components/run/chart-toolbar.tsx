"use client";

import { RotateCcw } from "lucide-react";
import type { ReactNode } from "react";
import type { Range } from "../../charts/figure";
import { describeSmoothing, smoothingSteps } from "../../charts/smoothing";
import { stepAxis, type XAxis } from "../../charts/x-axis";
import { Button } from "../ui/button";
import { Segmented } from "../ui/segmented";
import type { RunState } from "./search-params";

const scales = [
  { value: "auto", label: "Auto" },
  { value: "log", label: "Log" },
  { value: "linear", label: "Linear" },
] as const;

/** What holds for every chart of the page: both axes, smoothing and the range shown. */
export function ChartToolbar({
  axis = stepAxis,
  children,
  scale,
  smoothing,
  zoom,
  onScale,
  onSmoothing,
  onReset,
}: {
  /** What the charts lie over: steps where left out. */
  axis?: XAxis;
  /** The choice of it, where there is one. */
  children?: ReactNode;
  scale: RunState["scale"];
  smoothing: number;
  zoom: Range | null;
  onScale: (scale: RunState["scale"]) => void;
  onSmoothing: (steps: number) => void;
  onReset: () => void;
}) {
  const index = smoothingSteps.indexOf(smoothing);
  return (
    <div className="flex min-h-[26px] flex-wrap items-center gap-x-5 gap-y-2 text-13">
      {children}
      <div className="flex items-center gap-2">
        <span className="text-muted">Axis</span>
        <Segmented label="Axis of the charts" value={scale} onChange={onScale} options={scales} />
      </div>
      <label className="flex items-center gap-2">
        <span className="text-muted">Smoothing</span>
        <input
          type="range"
          min={0}
          max={smoothingSteps.length - 1}
          step={1}
          value={Math.max(0, index)}
          aria-valuetext={describeSmoothing(smoothing)}
          onChange={(event) => onSmoothing(smoothingSteps[Number(event.target.value)] ?? 0)}
          className="w-28 accent-accent"
        />
        <span
          className="w-[136px] whitespace-nowrap text-muted figures"
          title="Exponential moving average over steps: the weight of a value falls to 1/e after τ"
        >
          {describeSmoothing(smoothing)}
        </span>
      </label>
      {zoom ? (
        <span className="flex items-center gap-2 figures">
          {axis.say(zoom[0])} to {axis.say(zoom[1])}
          <Button size="small" onClick={onReset}>
            <RotateCcw size={12} aria-hidden />
            Whole run
          </Button>
        </span>
      ) : (
        <span className="text-muted max-lg:hidden">Drag over a chart to zoom all</span>
      )}
    </div>
  );
}

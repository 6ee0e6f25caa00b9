import { type PointerEvent, useRef } from "react";
import type { Range } from "./figure";

interface TouchOptions {
  xRange: Range | undefined;
  /** Position of a pointer on the x axis, outside the plot as well. */
  toX: (clientX: number) => number;
  onPoint: (x: number) => void;
  onZoom: ((range: Range | null) => void) | undefined;
}

/** A pinch narrower than this share of the plot's steps is a slip. */
const SMALLEST_SHARE = 0.01;

/**
 * Fingers on a chart: one points (and scrolls the page), two pinch. The steps under the two fingers
 * when they land are under them when they lift; the charts are drawn again then, once.
 */
export function useTouch({ xRange, toX, onPoint, onZoom }: TouchOptions) {
  const start = useRef(new Map<number, number>());
  const now = useRef(new Map<number, number>());

  const finish = () => {
    const ids = [...start.current.keys()];
    if (ids.length === 2 && xRange && onZoom) {
      const [a = 0, b = 0] = ids.map((id) => start.current.get(id));
      const [shownA = 0, shownB = 0] = ids.map((id) => now.current.get(id));
      const range = pinchedRange(xRange, [a, b], [shownA, shownB]);
      if (range) onZoom(range);
    }
    start.current.clear();
    now.current.clear();
  };

  return {
    onPointerDown: (event: PointerEvent) => {
      if (event.pointerType !== "touch") return;
      const x = toX(event.clientX);
      start.current.set(event.pointerId, x);
      now.current.set(event.pointerId, x);
      if (start.current.size === 1) onPoint(x);
    },
    onPointerMove: (event: PointerEvent) => {
      if (event.pointerType !== "touch" || !start.current.has(event.pointerId)) return;
      const x = toX(event.clientX);
      now.current.set(event.pointerId, x);
      if (start.current.size === 1) onPoint(x);
    },
    onPointerUp: (event: PointerEvent) => event.pointerType === "touch" && finish(),
    onPointerCancel: () => {
      start.current.clear();
      now.current.clear();
    },
  };
}

/** The range in which the steps of `from` lie where those of `to` lie in the range shown. */
export function pinchedRange(shown: Range, from: Range, to: Range): Range | null {
  const span = shown[1] - shown[0];
  const before = from[1] - from[0];
  const after = to[1] - to[0];
  if (before === 0 || after === 0 || after / before < SMALLEST_SHARE) return null;
  const scale = before / after;
  if (Math.abs(scale - 1) < 0.05) return null;
  const low = from[0] - (to[0] - shown[0]) * scale;
  return [Math.max(0, low), Math.max(0, low) + span * scale];
}

type Draw = () => void;

/**
 * Charts draw one after another with the frame given back between them: an update of twenty charts
 * takes as long as before, but no input waits for more than one chart.
 */
const waiting = new Map<object, Draw>();
let scheduled = false;
/** A frame goes on drawing while this much of it is unused. */
const FRAME_BUDGET_MS = 8;

/** A newer drawing of the same chart replaces one that still waits. */
export function enqueueDraw(chart: object, draw: Draw): void {
  waiting.set(chart, draw);
  schedule();
}

export function cancelDraw(chart: object): void {
  waiting.delete(chart);
}

function schedule(): void {
  if (scheduled) return;
  scheduled = true;
  requestAnimationFrame(() => {
    const started = performance.now();
    for (const [chart, draw] of waiting) {
      waiting.delete(chart);
      draw();
      if (performance.now() - started > FRAME_BUDGET_MS) break;
    }
    scheduled = false;
    if (waiting.size > 0) schedule();
  });
}

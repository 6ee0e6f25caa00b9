import { useEffect, useRef, useState } from "react";
import type { ListedRun } from "./listed-run";

/**
 * Rows in the order in which they were last shown, with their newest contents: nothing moves under
 * the pointer. What is new waits until it is asked for, or until nobody is on the table.
 */
export function useSteadyOrder(
  rows: readonly ListedRun[],
  /** Changes when the person asks for something else, which shows the new order at once. */
  question: string,
  occupied: boolean,
): { shown: ListedRun[]; waiting: number; showAll: () => void } {
  const [order, setOrder] = useState<readonly string[]>(() => rows.map((run) => run.id));
  const asked = useRef(question);
  const adopt = asked.current !== question || !occupied || order.length === 0;

  useEffect(() => {
    if (!adopt) return;
    asked.current = question;
    setOrder((current) => {
      const next = rows.map((run) => run.id);
      return next.length === current.length && next.every((id, index) => id === current[index])
        ? current
        : next;
    });
  }, [adopt, question, rows]);

  return steadyOrder(rows, adopt ? null : order, () => setOrder(rows.map((run) => run.id)));
}

function steadyOrder(rows: readonly ListedRun[], order: readonly string[] | null, showAll: () => void) {
  if (!order) return { shown: [...rows], waiting: 0, showAll };
  const { shown, waiting } = keepOrder(rows, order);
  return { shown, waiting, showAll };
}

/** Pure part: rows known before in their old order, and how many are not shown yet. */
export function keepOrder(
  rows: readonly ListedRun[],
  order: readonly string[],
): { shown: ListedRun[]; waiting: number } {
  const byId = new Map(rows.map((run) => [run.id, run]));
  const shown = order.flatMap((id) => byId.get(id) ?? []);
  return { shown, waiting: rows.length - shown.length };
}

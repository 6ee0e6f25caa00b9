import { useRef, useState } from "react";

/** The row that keys act on. Where it leaves the list, because it was put away, the one in its place takes over. */
export function useActiveRow(order: readonly string[]): {
  activeId: string | null;
  choose: (id: string) => void;
  move: (by: number) => void;
} {
  const [chosen, setChosen] = useState<string | null>(null);
  const place = useRef(-1);
  const found = chosen === null ? -1 : order.indexOf(chosen);
  if (found >= 0) place.current = found;
  const index = found >= 0 ? found : Math.min(place.current, order.length - 1);
  const activeId = chosen === null ? null : (order[index] ?? null);
  return {
    activeId,
    choose: setChosen,
    move: (by) => {
      const next = order[activeId === null ? 0 : Math.min(order.length - 1, Math.max(0, index + by))];
      if (next === undefined) return;
      setChosen(next);
      document.querySelector(`[data-episode="${next}"]`)?.scrollIntoView({ block: "nearest" });
    },
  };
}

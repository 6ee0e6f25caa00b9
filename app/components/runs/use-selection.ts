import { useCallback, useMemo, useRef, useState } from "react";

export interface Selection {
  selected: ReadonlySet<string>;
  /** Selected and shown, in the order shown. */
  ids: string[];
  /** With `range`, everything between the last toggled row and this one. */
  toggle: (id: string, range: boolean) => void;
  setMany: (ids: readonly string[], select: boolean) => void;
  clear: () => void;
}

export function useSelection(order: readonly string[]): Selection {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const last = useRef<string | null>(null);
  const latestOrder = useRef(order);
  latestOrder.current = order;

  const setMany = useCallback((ids: readonly string[], select: boolean) => {
    setSelected((current) => {
      const next = new Set(current);
      for (const id of ids) {
        if (select) next.add(id);
        else next.delete(id);
      }
      return next;
    });
  }, []);
  const toggle = useCallback((id: string, range: boolean) => {
    const from = range && last.current !== null ? latestOrder.current.indexOf(last.current) : -1;
    const to = latestOrder.current.indexOf(id);
    last.current = id;
    setSelected((current) => {
      const next = new Set(current);
      if (from >= 0 && to >= 0)
        for (const between of latestOrder.current.slice(Math.min(from, to), Math.max(from, to) + 1))
          next.add(between);
      else if (!next.delete(id)) next.add(id);
      return next;
    });
  }, []);
  const clear = useCallback(() => setSelected(new Set()), []);
  const ids = useMemo(() => order.filter((id) => selected.has(id)), [order, selected]);
  return { selected, ids, toggle, setMany, clear };
}

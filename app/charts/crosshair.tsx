"use client";

import { createContext, type ReactNode, useContext, useState, useSyncExternalStore } from "react";
import type { ChartAxis } from "../../db/contract/chart-axis";

/** Where the pointer is, on which axis and chart; shared by all charts of a page that lie over the same. */
export interface Pointed {
  x: number;
  over: ChartAxis;
  chart: string;
}

interface Store<Value> {
  get: () => Value;
  set: (value: Value) => void;
  subscribe: (notify: () => void) => () => void;
}

/** Outside React's state, so that moving the pointer draws lines and numbers but no chart again. */
function createStore<Value>(initial: Value): Store<Value> {
  let current = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => current,
    set: (value) => {
      if (Object.is(value, current)) return;
      current = value;
      for (const notify of listeners) notify();
    },
    subscribe: (notify) => {
      listeners.add(notify);
      return () => listeners.delete(notify);
    },
  };
}

interface ChartSync {
  pointed: Store<Pointed | null>;
  /** Range of steps that a list beside the charts lights up. */
  lit: Store<readonly [number, number] | null>;
}

const createSync = (): ChartSync => ({
  pointed: createStore<Pointed | null>(null),
  lit: createStore<readonly [number, number] | null>(null),
});
const SyncContext = createContext<ChartSync>(createSync());

/** Charts inside share their crosshair and the band lit from outside. */
export function ChartSyncProvider({ children }: { children: ReactNode }) {
  const [sync] = useState(createSync);
  return <SyncContext.Provider value={sync}>{children}</SyncContext.Provider>;
}

export const useChartSync = (): ChartSync => useContext(SyncContext);

/** Null also while the pointer is on a chart over another axis. */
export function usePointed(over: ChartAxis): Pointed | null {
  const { pointed } = useChartSync();
  const now = useSyncExternalStore(pointed.subscribe, pointed.get, () => null);
  return now?.over === over ? now : null;
}

export function useLit(): readonly [number, number] | null {
  const { lit } = useChartSync();
  return useSyncExternalStore(lit.subscribe, lit.get, () => null);
}

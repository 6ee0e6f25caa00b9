import { useCallback, useSyncExternalStore } from "react";

const KEY = "gradiometer-author";
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The name under which this browser acts on episodes; empty for the account that the server runs as. */
export function useAuthor(): [string, (name: string) => void] {
  const name = useSyncExternalStore(
    subscribe,
    () => localStorage.getItem(KEY) ?? "",
    () => "",
  );
  const change = useCallback((next: string) => {
    localStorage.setItem(KEY, next);
    for (const listener of listeners) listener();
  }, []);
  return [name, change];
}

"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";
import { type Parameters, readState, type StateOf, writeState } from "./search-state";

export type ChangeState<P extends Parameters> = (
  change: Partial<StateOf<P>>,
  /** "push" leaves a step for the Back button: a place one went to, not a setting one turned. */
  how?: "replace" | "push",
) => void;

/** The state that a page keeps in its address. Changing it asks the server for nothing. */
export function useSearchState<P extends Parameters>(parameters: P): [StateOf<P>, ChangeState<P>] {
  const searchParams = useSearchParams();
  const pathname = usePathname();
  const state = useMemo(
    () => readState(parameters, new URLSearchParams(searchParams)),
    [parameters, searchParams],
  );
  const change = useCallback<ChangeState<P>>(
    (next, how = "replace") => {
      // The address itself, not the last render's: two changes in one tick both count.
      const query = writeState(parameters, new URLSearchParams(window.location.search), next);
      window.history[how === "push" ? "pushState" : "replaceState"](null, "", `${pathname}${query}`);
    },
    [parameters, pathname],
  );
  return [state, change];
}

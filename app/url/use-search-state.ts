"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";
import { type SearchCodec, toQueryString } from "./search-state";

export type SetSearchState<State> = (change: Partial<State>, how?: "push" | "replace") => void;

/**
 * The page's state, from its URL. Written through the history API: Next keeps useSearchParams in
 * step with it, and nothing is rendered on the server for a filter or a zoom. "push" makes a step
 * that Back undoes; "replace" is for what changes with every key press.
 */
export function useSearchState<State>(codec: SearchCodec<State>): [State, SetSearchState<State>] {
  const params = useSearchParams();
  const text = params.toString();
  const state = useMemo(() => codec.parse(new URLSearchParams(text)), [codec, text]);
  const set = useCallback<SetSearchState<State>>(
    (change, how = "replace") => {
      const current = codec.parse(new URLSearchParams(window.location.search));
      const query = toQueryString(codec.serialize({ ...current, ...change }));
      const url = `${window.location.pathname}${query}${window.location.hash}`;
      if (url === `${window.location.pathname}${window.location.search}${window.location.hash}`) return;
      if (how === "push") window.history.pushState(null, "", url);
      else window.history.replaceState(null, "", url);
    },
    [codec],
  );
  return [state, set];
}

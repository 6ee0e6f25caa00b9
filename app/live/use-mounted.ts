import { useSyncExternalStore } from "react";

const never = () => () => {};

/** False while rendering on the server and hydrating, true from then on. */
export function useMounted(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}

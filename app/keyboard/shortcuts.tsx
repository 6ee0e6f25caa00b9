"use client";

import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef } from "react";

/** All single keys of the product and what they do, for the help dialog; pages bind those that apply. */
export const keyboardMap = [
  { keys: ["/"], does: "Search this page" },
  { keys: ["⌘ K", "Ctrl K"], does: "Open the command palette" },
  { keys: ["j", "k"], does: "Next and previous row" },
  { keys: ["Enter"], does: "Open the row" },
  { keys: ["x"], does: "Select the row" },
  { keys: ["c"], does: "Compare the selected runs; comment on the episode" },
  { keys: ["e"], does: "Zoom to the next episode" },
  { keys: ["a", "r", "m"], does: "Acknowledge, resolve, mute the episode, or those selected" },
  { keys: ["o", "u"], does: "Reopen it; undo what was done last" },
  { keys: ["[", "]"], does: "Previous and next run" },
  { keys: ["g r", "g x", "g e", "g a"], does: "Go to runs, experiments, episodes, alerts" },
  { keys: ["?"], does: "This help" },
] as const;

export type Shortcuts = Record<string, (event: KeyboardEvent) => void>;
type Registry = { current: Shortcuts }[];

const ShortcutContext = createContext<{ register: (entry: { current: Shortcuts }) => () => void }>({
  register: () => () => {},
});

/** How long after the first key of a sequence ("g r") the second is waited for. */
const SEQUENCE_MS = 1000;

export function ShortcutProvider({ children }: { children: ReactNode }) {
  const registry = useRef<Registry>([]);
  useEffect(() => {
    let prefix = "";
    let prefixAt = 0;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return;
      if (isTyping(event.target)) return;
      const started = event.timeStamp - prefixAt < SEQUENCE_MS ? prefix : "";
      prefix = "";
      const key = event.key.toLowerCase();
      const wanted = started ? `${started} ${key}` : key;
      // The last one registered is the innermost: a dialog's keys come before the page's.
      const handler = registry.current.findLast((entry) => Object.hasOwn(entry.current, wanted))?.current[
        wanted
      ];
      if (handler) {
        event.preventDefault();
        handler(event);
      } else if (
        registry.current.some((entry) =>
          Object.keys(entry.current).some((key) => key.startsWith(`${wanted} `)),
        )
      ) {
        prefix = wanted;
        prefixAt = event.timeStamp;
      }
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
  const value = useMemo(
    () => ({
      register: (entry: { current: Shortcuts }) => {
        registry.current.push(entry);
        return () => {
          registry.current = registry.current.filter((other) => other !== entry);
        };
      },
    }),
    [],
  );
  return <ShortcutContext.Provider value={value}>{children}</ShortcutContext.Provider>;
}

/** Binds keys (`KeyboardEvent.key` in lower case, or two with a space between) while mounted. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const { register } = useContext(ShortcutContext);
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  useEffect(() => register(latest), [register]);
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest("[role=dialog], [role=menu], [role=listbox]")) return true;
  if (target instanceof HTMLInputElement)
    return !["checkbox", "radio", "range", "button"].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

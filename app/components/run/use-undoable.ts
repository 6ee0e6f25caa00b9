import { useEffect, useRef, useState } from "react";

const UNDO_S = 10;

/** An action that happens ten seconds after it was asked for, at once when the page is left, or never. */
export function useUndoable(act: () => void): {
  /** Null when nothing is waiting. */
  secondsLeft: number | null;
  start: () => void;
  undo: () => void;
  now: () => void;
} {
  const [secondsLeft, setSecondsLeft] = useState<number | null>(null);
  const latest = useRef(act);
  const waiting = useRef(false);
  useEffect(() => {
    latest.current = act;
  });

  const now = () => {
    if (!waiting.current) return;
    waiting.current = false;
    setSecondsLeft(null);
    latest.current();
  };
  const runNow = useRef(now);
  runNow.current = now;

  useEffect(() => {
    if (secondsLeft === null) return;
    const timer = setTimeout(() => {
      if (secondsLeft <= 1) runNow.current();
      else setSecondsLeft(secondsLeft - 1);
    }, 1000);
    return () => clearTimeout(timer);
  }, [secondsLeft]);

  // Leaving is not undoing.
  useEffect(() => () => runNow.current(), []);

  return {
    secondsLeft,
    start: () => {
      waiting.current = true;
      setSecondsLeft(UNDO_S);
    },
    undo: () => {
      waiting.current = false;
      setSecondsLeft(null);
    },
    now,
  };
}

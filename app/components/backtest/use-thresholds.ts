import { useEffect, useState } from "react";
import type { ThresholdValues } from "../../backtest/search-params";

/** The address follows a slider this long after it stands still: browsers allow few changes of it a second. */
const WRITE_MS = 250;

/** Thresholds that a slider moves at once, and that the page's address holds a moment later. */
export function useThresholds(
  inAddress: ThresholdValues,
  write: (values: ThresholdValues) => void,
): [ThresholdValues, (values: ThresholdValues) => void] {
  const [values, setValues] = useState(inAddress);
  const [seen, setSeen] = useState(keyOf(inAddress));
  const [written, setWritten] = useState(seen);
  if (keyOf(inAddress) !== seen) {
    setSeen(keyOf(inAddress));
    // It changed from elsewhere (Back, another detector): the sliders follow.
    if (keyOf(inAddress) !== written) setValues(inAddress);
  }
  useEffect(() => {
    if (keyOf(values) === seen) return;
    const timer = setTimeout(() => {
      setWritten(keyOf(values));
      write(values);
    }, WRITE_MS);
    return () => clearTimeout(timer);
  }, [values, seen, write]);
  return [values, setValues];
}

const keyOf = (values: ThresholdValues): string => JSON.stringify(values);

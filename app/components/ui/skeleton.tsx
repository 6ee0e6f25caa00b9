"use client";

import { useEffect, useState } from "react";
import { cx } from "../../format/class-names";

/** Holds the place of what is being read; shows itself only when that takes over 200 ms. */
export function Skeleton({ className, label }: { className?: string; label?: string }) {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), 200);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className={cx("rounded-md", shown && "bg-surface", className)} role="status">
      {shown && <span className="sr-only">{label ?? "Loading"}</span>}
    </div>
  );
}

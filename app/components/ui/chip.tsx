"use client";

import { X } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "../../format/class-names";

/** A filter that is on or off, or a value that can be taken away. */
export function Chip({
  children,
  pressed,
  onClick,
  onRemove,
  removeLabel,
}: {
  children: ReactNode;
  pressed?: boolean;
  onClick?: () => void;
  onRemove?: () => void;
  removeLabel?: string;
}) {
  const look = cx(
    "inline-flex h-[26px] items-center gap-1.5 rounded-full border px-2.5 text-13 whitespace-nowrap",
    pressed ? "border-accent bg-selected text-text" : "border-strong-line text-muted",
  );
  if (onRemove)
    return (
      <span className={cx(look, "pr-1")}>
        {children}
        <button
          type="button"
          onClick={onRemove}
          aria-label={removeLabel ?? "Remove filter"}
          className="grid size-5 place-items-center rounded-full hover:bg-hover hover:text-text"
        >
          <X size={12} aria-hidden />
        </button>
      </span>
    );
  if (!onClick) return <span className={look}>{children}</span>;
  return (
    <button
      type="button"
      aria-pressed={pressed}
      onClick={onClick}
      className={cx(look, "hover:bg-hover hover:text-text")}
    >
      {children}
    </button>
  );
}

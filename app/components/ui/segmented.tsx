"use client";

import { ToggleGroup } from "radix-ui";
import type { ReactNode } from "react";

/** One of a few, all in sight. */
export function Segmented<Value extends string>({
  value,
  onChange,
  options,
  label,
}: {
  value: Value;
  onChange: (value: Value) => void;
  options: readonly { value: Value; label: ReactNode }[];
  label: string;
}) {
  return (
    <ToggleGroup.Root
      type="single"
      value={value}
      onValueChange={(next) => next && onChange(next as Value)}
      aria-label={label}
      className="inline-flex h-[26px] overflow-hidden rounded-md border border-strong-line"
    >
      {options.map((option) => (
        <ToggleGroup.Item
          key={option.value}
          value={option.value}
          className="border-l border-strong-line px-2.5 text-13 whitespace-nowrap text-muted first:border-l-0 hover:text-text data-[state=on]:bg-selected data-[state=on]:text-text"
        >
          {option.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}

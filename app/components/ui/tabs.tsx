"use client";

import { Tabs as Radix } from "radix-ui";
import type { ReactNode } from "react";

/** A row of tabs; the panels are `TabPanel`s below. Value and change come from the page's URL. */
export function Tabs<Value extends string>({
  value,
  onChange,
  tabs,
  label,
  end,
  children,
}: {
  value: Value;
  onChange: (value: Value) => void;
  tabs: readonly { value: Value; label: ReactNode }[];
  label: string;
  /** Controls at the right end of the row. */
  end?: ReactNode;
  children: ReactNode;
}) {
  return (
    <Radix.Root value={value} onValueChange={(next) => onChange(next as Value)}>
      <div className="flex items-center justify-between gap-4 border-b">
        <Radix.List
          aria-label={label}
          className="-mb-px flex min-w-0 gap-4 overflow-x-auto [scrollbar-width:none]"
        >
          {tabs.map((tab) => (
            <Radix.Trigger
              key={tab.value}
              value={tab.value}
              className="h-9 border-b-2 border-transparent whitespace-nowrap text-muted hover:text-text data-[state=active]:border-accent data-[state=active]:text-text"
            >
              {tab.label}
            </Radix.Trigger>
          ))}
        </Radix.List>
        {end}
      </div>
      {children}
    </Radix.Root>
  );
}

export function TabPanel({ value, children }: { value: string; children: ReactNode }) {
  return (
    <Radix.Content value={value} className="pt-4" tabIndex={-1}>
      {children}
    </Radix.Content>
  );
}

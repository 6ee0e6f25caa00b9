"use client";

import { ChevronDown } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "../../format/class-names";
import { Button } from "./button";
import { Popover } from "./popover";

export interface FilterGroup<Value extends string> {
  title?: string;
  options: readonly { value: Value; label: ReactNode; count?: number }[];
}

/** Any of many, in groups of which each can be chosen as a whole; what is chosen stands on its button. */
export function FilterMenu<Value extends string>({
  label,
  chosen,
  summary,
  groups,
  onChange,
}: {
  label: string;
  chosen: readonly Value[];
  /** What the button says of the choice, where there is one. */
  summary: string;
  groups: readonly FilterGroup<Value>[];
  onChange: (chosen: Value[]) => void;
}) {
  const active = chosen.length > 0;
  return (
    <Popover
      label={label}
      align="start"
      className="max-h-[min(70vh,560px)] w-[300px] overflow-auto p-2"
      trigger={
        <Button size="small" className={cx(active && "border-accent bg-selected")}>
          {active ? `${label}: ${summary}` : label}
          <ChevronDown size={14} aria-hidden className="text-muted" />
        </Button>
      }
    >
      {groups.map((group, place) => (
        <Group key={group.title ?? place} group={group} chosen={chosen} onChange={onChange} />
      ))}
      {active && (
        <div className="sticky -bottom-2 -mx-2 -mb-2 border-t bg-raised p-2">
          <Button size="small" variant="quiet" onClick={() => onChange([])}>
            All of them
          </Button>
        </div>
      )}
    </Popover>
  );
}

function Group<Value extends string>({
  group: { title, options },
  chosen,
  onChange,
}: {
  group: FilterGroup<Value>;
  chosen: readonly Value[];
  onChange: (chosen: Value[]) => void;
}) {
  const values = options.map(({ value }) => value);
  const inside = values.filter((value) => chosen.includes(value));
  const without = chosen.filter((value) => !values.includes(value));
  return (
    <fieldset className="mb-1">
      {title && (
        <legend className="w-full">
          <Row
            heading
            checked={inside.length === values.length}
            mixed={inside.length > 0 && inside.length < values.length}
            onChange={(on) => onChange(on ? [...without, ...values] : without)}
          >
            {title}
          </Row>
        </legend>
      )}
      {options.map(({ value, label, count }) => (
        <Row
          key={value}
          checked={chosen.includes(value)}
          onChange={(on) => onChange(on ? [...chosen, value] : chosen.filter((one) => one !== value))}
        >
          <span className={cx("flex min-w-0 flex-1 items-center gap-1.5", count === 0 && "text-muted")}>
            {label}
          </span>
          {count !== undefined && <span className="text-12 text-muted figures">{count}</span>}
        </Row>
      ))}
    </fieldset>
  );
}

function Row({
  checked,
  mixed = false,
  heading = false,
  onChange,
  children,
}: {
  checked: boolean;
  mixed?: boolean;
  heading?: boolean;
  onChange: (on: boolean) => void;
  children: ReactNode;
}) {
  return (
    <label
      className={cx(
        "flex h-7 items-center gap-2 rounded-sm px-2 text-13 hover:bg-hover",
        heading && "font-medium text-muted",
      )}
    >
      <input
        type="checkbox"
        className="size-4 accent-accent"
        checked={checked}
        ref={(box) => {
          if (box) box.indeterminate = mixed;
        }}
        onChange={(event) => onChange(event.target.checked)}
      />
      {children}
    </label>
  );
}

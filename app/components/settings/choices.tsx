import type { ReactNode } from "react";

/** Any of a few, each with a box. */
export function Choices({
  legend,
  inline = false,
  children,
}: {
  legend: string;
  /** Side by side in place of one below the other. */
  inline?: boolean;
  children: ReactNode;
}) {
  return (
    <fieldset className={inline ? "flex flex-wrap gap-x-5 gap-y-1" : "flex flex-col gap-1"}>
      <legend className="mb-1 text-13 text-muted">{legend}</legend>
      {children}
    </fieldset>
  );
}

export function Choice({
  checked,
  onChange,
  children,
}: {
  checked: boolean;
  onChange: (checked: boolean) => void;
  children: ReactNode;
}) {
  return (
    <label className="flex h-8 items-center gap-2">
      <input
        type="checkbox"
        className="size-4 accent-accent"
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
      />
      {children}
    </label>
  );
}

/** The values with one of them in or out. */
export function withOne<Value>(values: readonly Value[], value: Value, on: boolean): Value[] {
  const others = values.filter((one) => one !== value);
  return on ? [...others, value] : others;
}

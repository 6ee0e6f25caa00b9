"use client";

import { type ReactNode, useId } from "react";
import { cx } from "../../format/class-names";

/** Label, control and one line below it: what the setting does, or what is wrong with its value. */
export function SettingField({
  label,
  help,
  error,
  changedFrom,
  onReset,
  children,
  className,
}: {
  label: string;
  help?: string;
  error?: string;
  /** The default, where the value differs from it. */
  changedFrom?: string;
  onReset?: () => void;
  children: (control: { id: string; "aria-invalid": boolean; "aria-describedby": string }) => ReactNode;
  className?: string;
}) {
  const id = useId();
  return (
    <div className={cx("flex min-w-0 flex-col", className)}>
      <div className="flex h-5 items-center justify-between gap-2">
        <label htmlFor={id} className="truncate text-13">
          {label}
        </label>
        {changedFrom !== undefined && onReset && (
          <button
            type="button"
            onClick={onReset}
            className="shrink-0 text-12 text-accent hover:underline"
            title={`Set back to ${changedFrom}`}
          >
            default {changedFrom}
          </button>
        )}
      </div>
      {children({ id, "aria-invalid": error !== undefined, "aria-describedby": `${id}-note` })}
      <p
        id={`${id}-note`}
        className={cx("mt-1 min-h-4 text-12", error ? "text-critical" : "text-muted")}
        role={error ? "alert" : undefined}
      >
        {error ?? help}
      </p>
    </div>
  );
}

/** A select that looks like every other field. */
export function SelectControl({
  value,
  onChange,
  options,
  className = "w-full",
  ...control
}: {
  value: string;
  onChange: (value: string) => void;
  options: readonly { value: string; label: string }[];
  className?: string;
  id?: string;
  "aria-label"?: string;
  "aria-describedby"?: string;
  "aria-invalid"?: boolean;
}) {
  return (
    <select
      {...control}
      className={cx("field", className)}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    >
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}

/** A whole number with its label. */
export function IntegerSetting({
  label,
  help,
  error,
  className,
  ...control
}: {
  label: string;
  help: string;
  error: string | undefined;
  value: string;
  onChange: (value: string) => void;
  className?: string;
}) {
  return (
    <SettingField label={label} help={help} error={error} className={className}>
      {(described) => <NumberControl {...described} {...control} integer />}
    </SettingField>
  );
}

/** Text, not type=number: that one swallows what it cannot read, and the schema must see it to explain it. */
export function NumberControl({ integer, ...control }: TextControlProps & { integer: boolean }) {
  return <TextControl {...control} inputMode={integer ? "numeric" : "decimal"} />;
}

export function TextControl({
  value,
  onChange,
  inputMode = "text",
  className = "w-full",
  ...control
}: TextControlProps & { inputMode?: "numeric" | "decimal" | "text" }) {
  return (
    <input
      {...control}
      className={cx("field figures", className)}
      inputMode={inputMode}
      autoComplete="off"
      spellCheck={false}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

interface TextControlProps {
  value: string;
  onChange: (value: string) => void;
  className?: string;
  id?: string;
  "aria-label"?: string;
  "aria-describedby"?: string;
  "aria-invalid"?: boolean;
}

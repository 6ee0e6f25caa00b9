"use client";

import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { formatStep } from "../../format/number";
import {
  configFields,
  type Field,
  type FieldGroup,
  type NumberField,
  type SingleField,
  type VariantField,
} from "./config-fields";
import { type Draft, textAt, variantName, withValue } from "./draft";
import { NumberControl, SelectControl, SettingField, TextControl } from "./setting-field";

interface SettingsProps {
  draft: Draft;
  errors: Readonly<Record<string, string>>;
  onChange: (values: Draft["values"]) => void;
}

/** The workload's settings, in groups; every field comes from the schema that checks it. */
export function SettingsForm(props: SettingsProps) {
  return (
    <div className="flex flex-col gap-2">
      {configFields(props.draft.workload).map((group, index) => (
        <SettingsGroup
          key={`${props.draft.workload} ${group.title}`}
          group={group}
          first={index === 0}
          {...props}
        />
      ))}
    </div>
  );
}

/** Folded to one line of its values; unfolded at first where something in it differs from the defaults. */
function SettingsGroup({ group, first, ...props }: SettingsProps & { group: FieldGroup; first: boolean }) {
  const concerns = (path: string) =>
    group.fields.some((field) => path === field.path || path.startsWith(`${field.path}.`));
  const wrong = Object.keys(props.errors).some(concerns);
  const [open, setOpen] = useState(first || Object.keys(props.draft.values).some(concerns));
  return (
    <details
      open={open || wrong}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      className="group rounded-md border"
    >
      <summary className="flex list-none items-center gap-2 px-3 py-2 hover:bg-hover [&::-webkit-details-marker]:hidden">
        <ChevronRight size={14} aria-hidden className="shrink-0 text-muted group-open:rotate-90" />
        <span className="shrink-0 font-medium">{group.title}</span>
        <span className="min-w-0 truncate text-13 text-muted figures group-open:hidden">
          {group.fields.map((field) => valueInWords(field, props.draft)).join(" · ")}
        </span>
      </summary>
      <div className="grid grid-cols-2 gap-x-4 gap-y-2 px-3 pt-1 pb-2 lg:grid-cols-3">
        {group.fields.map((field) => (
          <Setting key={field.path} field={field} {...props} />
        ))}
      </div>
    </details>
  );
}

function valueInWords(field: Field, draft: Draft): string {
  const label = field.label.toLowerCase();
  if (field.kind !== "variant") return `${label} ${textAt(draft, field)}`;
  const name = variantName(draft, field);
  const rate = field.variants.find((variant) => variant.name === name)?.fields[0];
  return [label, name, rate && textAt(draft, rate, field)].filter(Boolean).join(" ");
}

function Setting({ field, ...props }: SettingsProps & { field: Field }) {
  return field.kind === "variant" ? (
    <VariantSetting field={field} {...props} />
  ) : (
    <SingleSetting field={field} {...props} />
  );
}

function SingleSetting({
  field,
  variant,
  draft,
  errors,
  onChange,
}: SettingsProps & { field: SingleField; variant?: VariantField }) {
  const value = textAt(draft, field, variant);
  const standard = textAt({ values: withoutOne(draft.values, field.path) }, field, variant);
  const change = (text: string) => onChange(withValue(draft.values, field.path, text));
  return (
    <SettingField
      label={field.label}
      help={field.kind === "number" ? helpOf(field) : field.help}
      error={errors[field.path]}
      changedFrom={value === standard ? undefined : standard}
      onReset={() => onChange(withoutOne(draft.values, field.path))}
    >
      {(control) => {
        const shared = { ...control, value, onChange: change };
        if (field.kind === "number") return <NumberControl {...shared} integer={field.integer} />;
        if (field.kind === "text") return <TextControl {...shared} />;
        return (
          <SelectControl
            {...shared}
            options={field.options.map((option) => ({ value: option, label: option }))}
          />
        );
      }}
    </SettingField>
  );
}

function VariantSetting({ field, draft, errors, onChange }: SettingsProps & { field: VariantField }) {
  const name = variantName(draft, field);
  const parameters = field.variants.find((variant) => variant.name === name)?.fields ?? [];
  const shared = { draft, errors, onChange };
  return (
    <div className="col-span-full border-t pt-2">
      <div className="grid grid-cols-2 gap-x-4 gap-y-2 lg:grid-cols-5">
        <SettingField
          label={field.label.replace(/ optimizer$/, "")}
          help={field.help}
          error={errors[field.path]}
          changedFrom={name === field.standard.name ? undefined : String(field.standard.name)}
          onReset={() => onChange(without(draft.values, field.path))}
        >
          {(control) => (
            <SelectControl
              {...control}
              value={name}
              onChange={(text) => onChange(withValue(draft.values, `${field.path}.name`, text))}
              options={field.variants.map((variant) => ({ value: variant.name, label: variant.name }))}
            />
          )}
        </SettingField>
        {parameters.map((parameter) => (
          <SingleSetting key={parameter.path} field={parameter} variant={field} {...shared} />
        ))}
      </div>
    </div>
  );
}

function helpOf(field: NumberField): string {
  const range = field.range.replace(/\d{5,}/g, (digits) => formatStep(Number(digits)));
  return [field.help, range].filter(Boolean).join(" · ");
}

function withoutOne(values: Draft["values"], path: string): Draft["values"] {
  const { [path]: _, ...rest } = values;
  return rest;
}

/** Without a setting and all below it. */
function without(values: Draft["values"], path: string): Draft["values"] {
  return Object.fromEntries(
    Object.entries(values).filter(([key]) => key !== path && !key.startsWith(`${path}.`)),
  );
}

"use client";

import { X } from "lucide-react";
import { useId } from "react";
import type { WorkloadName } from "../../../db/contract/workloads";
import { configFields } from "./config-fields";
import { IconButton } from "./icon-button";
import { inlineControl, tokenLook } from "./intervention-token";

/** The settings in which an arm differs, as one line of `key=value`; what there is to set is suggested. */
export function SettingsToken({
  of,
  workload,
  text,
  error,
  onChange,
}: {
  of: string;
  workload: WorkloadName;
  text: string;
  error: string | undefined;
  onChange: (text: string | null) => void;
}) {
  const known = useId();
  return (
    <span className={tokenLook}>
      <span>settings</span>
      <input
        aria-label={`Settings of ${of}`}
        aria-invalid={error !== undefined}
        className={`${inlineControl} w-[280px] max-w-full rounded-sm border bg-background font-mono aria-invalid:border-critical`}
        placeholder="optimizer.learningRate=0.01"
        list={known}
        spellCheck={false}
        value={text}
        onChange={(event) => onChange(event.target.value)}
      />
      <datalist id={known}>
        {pathsOf(workload).map((path) => (
          <option key={path} value={`${path}=`} />
        ))}
      </datalist>
      <IconButton label={`Remove the settings of ${of}`} onClick={() => onChange(null)}>
        <X size={12} aria-hidden />
      </IconButton>
    </span>
  );
}

/** Of a group that has several forms, the settings of the one it has by default. */
function pathsOf(workload: WorkloadName): string[] {
  return configFields(workload)
    .flatMap(({ fields }) => fields)
    .flatMap((field) => {
      if (field.kind !== "variant") return [field.path];
      const own = field.variants.find(({ name }) => name === field.standard.name)?.fields ?? [];
      return [`${field.path}.name`, ...own.map(({ path }) => path)];
    });
}

"use client";

import { ChevronDown } from "lucide-react";
import type { ReactNode, RefObject } from "react";
import { runStatuses } from "../../../db/contract/statuses";
import { workloadNames, workloads } from "../../../db/contract/workloads";
import { statusWords } from "../../format/words";
import type { SetSearchState } from "../../url/use-search-state";
import { Button } from "../ui/button";
import { Chip } from "../ui/chip";
import { Menu, MenuCheckbox, MenuRadio } from "../ui/menu";
import { RunState } from "../ui/run-state";
import { ColumnsMenu } from "./columns-menu";
import { SearchField } from "./search-field";
import type { RunsState } from "./search-params";
import { ViewsMenu } from "./views-menu";

const groupOptions = [
  { value: "none", label: "No groups" },
  { value: "experiment", label: "By experiment" },
  { value: "arm", label: "By arm" },
] as const;

export function RunsToolbar({
  state,
  set,
  searchField,
  experimentName,
}: {
  state: RunsState;
  set: SetSearchState<RunsState>;
  searchField: RefObject<HTMLInputElement | null>;
  experimentName: string | null;
}) {
  const toggled = <Value extends string>(list: readonly Value[], value: Value, on: boolean) =>
    on ? [...list, value] : list.filter((other) => other !== value);
  return (
    <div className="flex flex-wrap items-center gap-2">
      <SearchField value={state.q} onChange={(q) => set({ q })} field={searchField} />
      <ViewsMenu state={state} set={set} />
      <FilterMenu label="State">
        {runStatuses.map((status) => (
          <MenuCheckbox
            key={status}
            checked={state.status.includes(status)}
            onChange={(on) => set({ status: toggled(state.status, status, on) })}
          >
            <RunState status={status} />
          </MenuCheckbox>
        ))}
      </FilterMenu>
      <FilterMenu label="Workload">
        {workloadNames.map((name) => (
          <MenuCheckbox
            key={name}
            checked={state.workload.includes(name)}
            onChange={(on) => set({ workload: toggled(state.workload, name, on) })}
          >
            {workloads[name].title}
          </MenuCheckbox>
        ))}
      </FilterMenu>
      <Menu
        align="start"
        trigger={
          <Button size="small">
            {groupOptions.find((option) => option.value === state.group)?.label}
            <ChevronDown size={14} aria-hidden />
          </Button>
        }
      >
        <MenuRadio value={state.group} onChange={(group) => set({ group }, "push")} options={groupOptions} />
      </Menu>
      <ColumnsMenu shown={state.show} onChange={(show) => set({ show }, "push")} />
      {state.status.map((status) => (
        <Chip
          key={status}
          onRemove={() => set({ status: toggled(state.status, status, false) })}
          removeLabel={`Remove the filter ${statusWords[status]}`}
        >
          {statusWords[status]}
        </Chip>
      ))}
      {state.workload.map((name) => (
        <Chip
          key={name}
          onRemove={() => set({ workload: toggled(state.workload, name, false) })}
          removeLabel={`Remove the filter ${workloads[name].title}`}
        >
          {workloads[name].title}
        </Chip>
      ))}
      {state.experiment && (
        <Chip onRemove={() => set({ experiment: "" })} removeLabel="Remove the filter by experiment">
          {experimentName ?? state.experiment}
        </Chip>
      )}
    </div>
  );
}

function FilterMenu({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Menu
      align="start"
      trigger={
        <Button size="small">
          {label} <ChevronDown size={14} aria-hidden />
        </Button>
      }
    >
      {children}
    </Menu>
  );
}

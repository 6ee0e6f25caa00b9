"use client";

import { useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import { CircleHelp, FlaskConical, Monitor, Moon, Rocket, Sun } from "lucide-react";
import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useState } from "react";
import { statusWords } from "../../format/words";
import { useTheme } from "../../theme/theme-provider";
import { useTRPC } from "../../trpc/client";
import { RunState } from "../ui/run-state";
import { navigation } from "./navigation";

const itemLook =
  "flex min-h-9 cursor-pointer items-center gap-2.5 rounded-md px-2.5 py-1.5 data-[selected=true]:bg-selected";
const groupLook =
  "[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-12 [&_[cmdk-group-heading]]:text-muted";

/** ⌘K: every page, run, experiment and action by name. */
export function CommandPalette({
  open,
  onOpenChange,
  onHelp,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onHelp: () => void;
}) {
  const router = useRouter();
  const trpc = useTRPC();
  const { choose } = useTheme();
  const [search, setSearch] = useState("");
  const runs = useQuery({
    ...trpc.runs.list.queryOptions({ search: search || undefined, limit: 12 }),
    enabled: open,
    placeholderData: (previous) => previous,
  });
  const experiments = useQuery({ ...trpc.experiments.list.queryOptions(), enabled: open });

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey) || event.shiftKey) return;
      event.preventDefault();
      onOpenChange(!open);
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [open, onOpenChange]);

  const then = (act: () => void) => () => {
    onOpenChange(false);
    setSearch("");
    act();
  };
  const go = (href: string) => then(() => router.push(href));

  return (
    <Command.Dialog
      open={open}
      onOpenChange={onOpenChange}
      label="Command palette"
      overlayClassName="fixed inset-0 z-40 bg-[#0b0c0e]/40"
      contentClassName="fixed top-[12vh] left-1/2 z-50 w-[calc(100vw-32px)] max-w-[560px] -translate-x-1/2 overflow-hidden rounded-md bg-raised shadow-float"
    >
      <Command.Input
        value={search}
        onValueChange={setSearch}
        placeholder="Go to a page, run or experiment, or do something"
        className="h-11 w-full border-b bg-transparent px-4 outline-none placeholder:text-muted"
      />
      <Command.List className="max-h-[min(420px,60vh)] overflow-auto p-1">
        <Command.Empty className="px-3 py-6 text-center text-13 text-muted">
          Nothing is called that. Runs are found by name, id, workload and arm.
        </Command.Empty>
        <Command.Group heading="Pages" className={groupLook}>
          {navigation.map((entry) => (
            <Item key={entry.href} value={`page ${entry.label}`} onSelect={go(entry.href)}>
              <entry.icon size={16} aria-hidden className="text-muted" />
              {entry.label}
            </Item>
          ))}
        </Command.Group>
        <Command.Group heading="Actions" className={groupLook}>
          <Item value="action start a run or comparison launch" onSelect={go("/launch")}>
            <Rocket size={16} aria-hidden className="text-muted" />
            Start a run or comparison
          </Item>
          <Item value="action light colours theme" onSelect={then(() => choose("light"))}>
            <Sun size={16} aria-hidden className="text-muted" />
            Light colours
          </Item>
          <Item value="action dark colours theme" onSelect={then(() => choose("dark"))}>
            <Moon size={16} aria-hidden className="text-muted" />
            Dark colours
          </Item>
          <Item value="action system colours theme" onSelect={then(() => choose("system"))}>
            <Monitor size={16} aria-hidden className="text-muted" />
            Colours of the system
          </Item>
          <Item value="action keyboard help shortcuts" onSelect={then(onHelp)}>
            <CircleHelp size={16} aria-hidden className="text-muted" />
            Keyboard help
          </Item>
        </Command.Group>
        {(experiments.data?.length ?? 0) > 0 && (
          <Command.Group heading="Experiments" className={groupLook}>
            {experiments.data?.slice(0, 8).map((experiment) => (
              <Item
                key={experiment.id}
                value={`experiment ${experiment.name} ${experiment.id} ${experiment.question}`}
                onSelect={go(`/experiments/${experiment.id}`)}
              >
                <FlaskConical size={16} aria-hidden className="shrink-0 text-muted" />
                <span className="truncate">{experiment.name}</span>
              </Item>
            ))}
          </Command.Group>
        )}
        {(runs.data?.rows.length ?? 0) > 0 && (
          <Command.Group heading="Runs" className={groupLook}>
            {runs.data?.rows.map((run) => (
              <Item
                key={run.id}
                value={`run ${run.name} ${run.id} ${run.workload} ${run.arm?.armName ?? ""} ${statusWords[run.status]}`}
                onSelect={go(`/runs/${run.id}`)}
              >
                <RunState status={run.status} compact />
                <span className="min-w-0 flex-1 truncate">{run.name}</span>
                <span className="font-mono text-12 text-muted">{run.id}</span>
              </Item>
            ))}
          </Command.Group>
        )}
      </Command.List>
    </Command.Dialog>
  );
}

function Item({ value, onSelect, children }: { value: string; onSelect: () => void; children: ReactNode }) {
  return (
    <Command.Item value={value} onSelect={onSelect} className={itemLook}>
      {children}
    </Command.Item>
  );
}

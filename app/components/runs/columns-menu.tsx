"use client";

import { useQuery } from "@tanstack/react-query";
import { Columns3, X } from "lucide-react";
import { useId, useState } from "react";
import { useTRPC } from "../../trpc/client";
import { Button } from "../ui/button";
import { Popover } from "../ui/popover";
import { isNamedValue, MOST_COLUMNS } from "./search-params";

/** Adds columns of settings and of summaries of series to the table, and takes them away. */
export function ColumnsMenu({
  shown,
  onChange,
}: {
  shown: readonly string[];
  onChange: (shown: readonly string[]) => void;
}) {
  const trpc = useTRPC();
  const [text, setText] = useState("");
  const [open, setOpen] = useState(false);
  const names = useQuery(trpc.runs.names.queryOptions(undefined, { enabled: open }));
  const id = useId();
  const offered = [
    ...(names.data?.settings ?? []),
    ...(names.data?.series ?? []).flatMap((series) => [
      `last(${series})`,
      `min(${series})`,
      `max(${series})`,
    ]),
  ];
  const name = text.trim();
  const canAdd = isNamedValue(name) && !shown.includes(name) && shown.length < MOST_COLUMNS;
  const add = () => {
    if (!canAdd) return;
    onChange([...shown, name]);
    setText("");
  };
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      align="start"
      label="Columns"
      className="p-3"
      trigger={
        <Button size="small">
          <Columns3 size={14} aria-hidden />
          {shown.length > 0 ? `Columns (${shown.length})` : "Columns"}
        </Button>
      }
    >
      <form
        className="flex w-[320px] flex-col gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <label className="text-12 text-muted" htmlFor={id}>
          A setting, or the last, min or max of a series
        </label>
        <div className="flex gap-2">
          <input
            id={id}
            list={`${id}-names`}
            value={text}
            onChange={(event) => setText(event.target.value)}
            placeholder="config.lr or max(gradient_norm)"
            className="field h-[26px] min-w-0 flex-1 text-13"
          />
          <Button size="small" type="submit" disabled={!canAdd}>
            Add
          </Button>
        </div>
        <datalist id={`${id}-names`}>
          {offered.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
        {shown.length > 0 && (
          <ul className="flex flex-col gap-0.5">
            {shown.map((one) => (
              <li key={one} className="flex items-center justify-between gap-2 text-13">
                <span className="truncate">{one}</span>
                <Button
                  variant="quiet"
                  size="small-icon"
                  aria-label={`Remove the column ${one}`}
                  onClick={() => onChange(shown.filter((other) => other !== one))}
                >
                  <X size={14} aria-hidden />
                </Button>
              </li>
            ))}
          </ul>
        )}
      </form>
    </Popover>
  );
}

"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Bookmark } from "lucide-react";
import { useState } from "react";
import { useTRPC } from "../../trpc/client";
import { toQueryString } from "../../url/search-state";
import type { SetSearchState } from "../../url/use-search-state";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Menu, MenuItem, MenuSeparator } from "../ui/menu";
import { Notice } from "../ui/notice";
import { type RunsState, runsSearch } from "./search-params";

/** Filters, columns and order that people keep by a name. */
export function ViewsMenu({ state, set }: { state: RunsState; set: SetSearchState<RunsState> }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [saving, setSaving] = useState(false);
  const views = useQuery(trpc.views.list.queryOptions());
  const readAgain = () => queryClient.invalidateQueries({ queryKey: trpc.views.list.queryKey() });
  const remove = useMutation(trpc.views.delete.mutationOptions({ onSettled: readAgain }));
  const query = toQueryString(runsSearch.serialize(state)).slice(1);
  const current = views.data?.find((view) => view.query === query);
  const open = (text: string) => set(runsSearch.parse(new URLSearchParams(text)), "push");
  return (
    <>
      <Menu
        align="start"
        trigger={
          <Button size="small">
            <Bookmark size={14} aria-hidden />
            {current?.name ?? "Views"}
          </Button>
        }
      >
        {views.data?.length === 0 && (
          <p className="max-w-56 px-2 py-1.5 text-12 text-muted">
            A view keeps the filter, the columns and the order of this table by a name.
          </p>
        )}
        {views.data?.map((view) => (
          <MenuItem key={view.id} onSelect={() => open(view.query)}>
            {view.name}
          </MenuItem>
        ))}
        <MenuSeparator />
        {query !== "" && <MenuItem onSelect={() => open("")}>All runs</MenuItem>}
        <MenuItem onSelect={() => setSaving(true)} disabled={query === ""}>
          Save this view
        </MenuItem>
        {current && (
          <MenuItem onSelect={() => remove.mutate({ id: current.id })}>Delete “{current.name}”</MenuItem>
        )}
      </Menu>
      <Dialog open={saving} onOpenChange={setSaving} title="Save this view">
        <SaveForm
          query={query}
          onSaved={() => {
            setSaving(false);
            void readAgain();
          }}
        />
      </Dialog>
    </>
  );
}

function SaveForm({ query, onSaved }: { query: string; onSaved: () => void }) {
  const trpc = useTRPC();
  const [name, setName] = useState("");
  const save = useMutation(trpc.views.save.mutationOptions({ onSuccess: onSaved }));
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ name, query });
      }}
    >
      <label className="flex flex-col gap-1 text-13">
        Name
        <input
          className="field h-8"
          value={name}
          maxLength={60}
          onChange={(event) => setName(event.target.value)}
          placeholder="Diverged at high rates"
        />
      </label>
      <p className="text-12 text-muted">A view of the same name is replaced.</p>
      {save.isError && <Notice tone="error">{save.error.message}</Notice>}
      <div>
        <Button type="submit" variant="primary" size="small" disabled={name.trim() === "" || save.isPending}>
          Save
        </Button>
      </div>
    </form>
  );
}

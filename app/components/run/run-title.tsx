"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Pencil } from "lucide-react";
import { useState } from "react";
import type { RunDetail } from "../../../db/contract/read-models";
import { useTRPC } from "../../trpc/client";
import { Button } from "../ui/button";

/** The run's name, renamed in place: Enter keeps, Escape leaves it as it was. */
export function RunTitle({ run }: { run: RunDetail }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [draft, setDraft] = useState<string | null>(null);
  const rename = useMutation(
    trpc.runs.rename.mutationOptions({
      onSuccess: () => {
        setDraft(null);
        void queryClient.invalidateQueries(trpc.runs.pathFilter());
      },
    }),
  );
  if (draft === null)
    return (
      <h1 className="group/title flex min-w-0 items-center gap-1 text-20 font-semibold">
        <span className="min-w-0 break-words">{run.name}</span>
        <Button
          variant="quiet"
          size="small-icon"
          aria-label="Rename the run"
          onClick={() => setDraft(run.name)}
        >
          <Pencil size={13} aria-hidden />
        </Button>
      </h1>
    );
  return (
    <form
      className="flex flex-wrap items-center gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (draft.trim() === run.name) setDraft(null);
        else rename.mutate({ id: run.id, name: draft.trim() });
      }}
    >
      <input
        // biome-ignore lint/a11y/noAutofocus: the field takes the place of what was just clicked.
        autoFocus
        value={draft}
        aria-label="Name of the run"
        aria-invalid={rename.isError}
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={(event) => event.key === "Escape" && setDraft(null)}
        className="field w-80 max-w-full text-16"
      />
      <Button type="submit" variant="primary" disabled={draft.trim() === "" || rename.isPending}>
        Rename
      </Button>
      <Button variant="quiet" onClick={() => setDraft(null)}>
        Keep the old name
      </Button>
      {rename.isError && (
        <span role="alert" className="text-13 text-critical">
          {rename.error.message}
        </span>
      )}
    </form>
  );
}

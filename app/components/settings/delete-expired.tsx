"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { formatBytes, plural } from "../../format/number";
import { useTRPC } from "../../trpc/client";
import { useUndoable } from "../run/use-undoable";
import { Button } from "../ui/button";

/** Deleted runs do not come back, so it waits ten seconds for "Undo". */
export function DeleteExpired({ runs, label, about }: { runs: number; label: string; about: string }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const remove = useMutation(
    trpc.retention.deleteExpired.mutationOptions({ onSettled: () => queryClient.invalidateQueries() }),
  );
  const { secondsLeft, start, undo, now } = useUndoable(() => remove.mutate());
  if (remove.isPending)
    return (
      <span role="status" className="text-13 text-muted">
        Deleting runs, points and files
      </span>
    );
  if (secondsLeft !== null)
    return (
      <span role="status" className="flex flex-wrap items-center gap-2 text-13">
        <span className="figures">
          Deletes {plural(runs, "run")} in {secondsLeft} s
        </span>
        <Button onClick={undo}>Undo</Button>
        <Button variant="quiet" onClick={now}>
          Delete now
        </Button>
      </span>
    );
  return (
    <>
      <Button variant="danger" disabled={runs === 0} onClick={start} title={`Deletes ${about}`}>
        <Trash2 size={14} aria-hidden />
        {label}
      </Button>
      {remove.error && (
        <span role="alert" className="text-13 text-critical">
          {remove.error.message}
        </span>
      )}
      {remove.data && (
        <span role="status" className="text-13 text-muted">
          Deleted {plural(remove.data.runs, "run")} and {plural(remove.data.files, "file")} (
          {formatBytes(remove.data.bytes)})
        </span>
      )}
    </>
  );
}

"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { CircleStop } from "lucide-react";
import type { RunDetail } from "../../../db/contract/read-models";
import { useTRPC } from "../../trpc/client";
import { Button } from "../ui/button";
import { useUndoable } from "./use-undoable";

/** Cancelling cannot be taken back once the trainer has stopped, so it waits ten seconds for "Undo". */
export function CancelRun({ run }: { run: RunDetail }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const cancel = useMutation(
    trpc.runs.cancel.mutationOptions({
      onSettled: () => queryClient.invalidateQueries(trpc.runs.pathFilter()),
    }),
  );
  const { secondsLeft, start, undo, now } = useUndoable(() => cancel.mutate({ id: run.id }));
  if (cancel.isError)
    return (
      <span role="alert" className="text-13 text-critical">
        {cancel.error.message}
      </span>
    );
  if (cancel.isPending || cancel.isSuccess)
    return (
      <span role="status" className="text-13 text-muted">
        Stopping after the current step
      </span>
    );
  if (secondsLeft !== null)
    return (
      <span role="status" className="flex items-center gap-2 text-13">
        <span className="figures">Cancels in {secondsLeft} s</span>
        <Button onClick={undo}>Undo</Button>
        <Button variant="quiet" onClick={now}>
          Cancel now
        </Button>
      </span>
    );
  return (
    <Button variant="danger" onClick={start}>
      <CircleStop size={14} aria-hidden />
      Cancel run
    </Button>
  );
}

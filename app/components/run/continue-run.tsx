"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Play } from "lucide-react";
import type { RunDetail } from "../../../db/contract/read-models";
import { useTRPC } from "../../trpc/client";
import { Button } from "../ui/button";

/** Lets a run continue that a guardrail has paused. */
export function ContinueRun({ run }: { run: RunDetail }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const letContinue = useMutation(
    trpc.runs.continue.mutationOptions({
      onSettled: () => queryClient.invalidateQueries(trpc.runs.pathFilter()),
    }),
  );
  if (letContinue.isError)
    return (
      <span role="alert" className="text-13 text-critical">
        {letContinue.error.message}
      </span>
    );
  return (
    <Button
      disabled={letContinue.isPending || letContinue.isSuccess}
      onClick={() => letContinue.mutate({ id: run.id })}
    >
      <Play size={14} aria-hidden />
      {letContinue.isSuccess ? "Continues" : "Continue run"}
    </Button>
  );
}

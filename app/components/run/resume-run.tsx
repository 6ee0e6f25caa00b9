"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Play } from "lucide-react";
import type { RunDetail } from "../../../db/contract/read-models";
import { useTRPC } from "../../trpc/client";
import { Button } from "../ui/button";

/** Goes on with a run that ended without an outcome, from its last checkpoint. */
export function ResumeRun({ run }: { run: RunDetail }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const resume = useMutation(
    trpc.runs.resume.mutationOptions({
      onSettled: () => queryClient.invalidateQueries(trpc.runs.pathFilter()),
    }),
  );
  if (resume.isError)
    return (
      <span role="alert" className="text-13 text-critical">
        {resume.error.message}
      </span>
    );
  return (
    <Button disabled={resume.isPending} onClick={() => resume.mutate({ id: run.id })}>
      <Play size={14} aria-hidden />
      Resume run
    </Button>
  );
}

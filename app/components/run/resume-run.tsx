"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Play } from "lucide-react";
import type { RunDetail } from "../../../db/contract/read-models";
import { isExternalConfig, isUserConfig } from "../../../db/contract/run-config";
import { formatStep } from "../../format/number";
import { useTRPC } from "../../trpc/client";
import { Button } from "../ui/button";
import { Copyable } from "../ui/copyable";

/**
 * Goes on with a run that ended without an outcome, from its last checkpoint; one that has none begins anew. A module of
 * a person's own is run by that person's command line only.
 */
export function ResumeRun({ run }: { run: RunDetail }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const resume = useMutation(
    trpc.runs.resume.mutationOptions({
      onSettled: () => queryClient.invalidateQueries(trpc.runs.pathFilter()),
    }),
  );
  const from = run.checkpoints.find(({ isThere }) => isThere)?.step;
  if (isExternalConfig(run.config)) return null;
  if (isUserConfig(run.config)) return <Copyable text={`gradiometer resume ${run.id}`} label="command" />;
  if (resume.isError)
    return (
      <span role="alert" className="text-13 text-critical">
        {resume.error.message}
      </span>
    );
  return (
    <Button disabled={resume.isPending} onClick={() => resume.mutate({ id: run.id })}>
      <Play size={14} aria-hidden />
      {from === undefined ? "Resume from the start" : `Resume after step ${formatStep(from)}`}
    </Button>
  );
}

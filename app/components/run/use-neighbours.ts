import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTRPC } from "../../trpc/client";

/** Goes to the run above or below this one in the list of all runs, newest first. */
export function useNeighbours(runId: string): (by: 1 | -1) => Promise<void> {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  return async (by) => {
    const { rows } = await queryClient.fetchQuery(trpc.runs.list.queryOptions({ limit: 1000 }));
    const index = rows.findIndex((run) => run.id === runId);
    const next = index < 0 ? undefined : rows[index + by];
    if (next) router.push(`/runs/${next.id}`);
  };
}

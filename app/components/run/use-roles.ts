import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type RouterOutputs, useTRPC } from "../../trpc/client";
import { useAuthor } from "../triage/use-author";
import { useToast } from "../ui/toast";

export type SeriesMeaning = RouterOutputs["judging"]["roles"]["series"][number];

/** What the series of a run mean to the detectors, and how to say otherwise; a toast takes it back. */
export function useRoles(runId: string) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const toast = useToast();
  const [name] = useAuthor();
  const roles = useQuery(trpc.judging.roles.queryOptions({ runId }));
  const { mutate, isPending } = useMutation(
    trpc.judging.giveRoles.mutationOptions({
      onSuccess: ({ before: _, ...now }) =>
        queryClient.setQueryData(trpc.judging.roles.queryKey({ runId }), now),
      onError: (error) => toast({ message: error.message, tone: "error" }),
      onSettled: () => void queryClient.invalidateQueries(trpc.episodes.pathFilter()),
    }),
  );
  const author = name.trim() || undefined;
  const give = (series: string, role: string | null) =>
    mutate(
      { runId, roles: { [series]: role }, author },
      {
        onSuccess: ({ before }) =>
          toast({
            message: `${series} ${role === null ? "means what its name says again" : `is taken for ${role}`}; the run is judged anew.`,
            undo: () => mutate({ runId, roles: before, author }),
          }),
      },
    );
  return { ...roles, give, isPending };
}

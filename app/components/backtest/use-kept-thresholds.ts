import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type RouterInputs, type RouterOutputs, useTRPC } from "../../trpc/client";
import { useAuthor } from "../triage/use-author";
import { useToast } from "../ui/toast";

export type KeptThreshold = RouterOutputs["judging"]["thresholds"][number];
export type Keep = Omit<RouterInputs["judging"]["keepThresholds"], "author">;

/** The thresholds that runs are judged by in the place of defaults, and how to change them; a toast takes it back. */
export function useKeptThresholds() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const toast = useToast();
  const [name] = useAuthor();
  const thresholds = useQuery(trpc.judging.thresholds.queryOptions());
  const { mutate, isPending } = useMutation(
    trpc.judging.keepThresholds.mutationOptions({
      onSuccess: ({ kept }) => queryClient.setQueryData(trpc.judging.thresholds.queryKey(), kept),
      onError: (error) => toast({ message: error.message, tone: "error" }),
      onSettled: () => {
        void queryClient.invalidateQueries(trpc.backtest.replay.pathFilter());
        void queryClient.invalidateQueries(trpc.episodes.pathFilter());
      },
    }),
  );
  const author = name.trim() || undefined;
  const keep = (input: Keep, message: string, onKept?: () => void) =>
    mutate(
      { ...input, author },
      {
        onSuccess: ({ before, runs }) => {
          onKept?.();
          const anew = runs === 0 ? "" : ` ${runs === 1 ? "1 run is" : `${runs} runs are`} judged anew.`;
          toast({
            message: `${message}${anew}`,
            ...(Object.keys(before).length > 0 && {
              undo: () => mutate({ ...input, values: before, author }),
            }),
          });
        },
      },
    );
  return { ...thresholds, keep, isPending };
}

"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { episodeTitles } from "../../../db/contract/episode-titles";
import type { EpisodeRow } from "../../../db/contract/read-models";
import type { TriageAction } from "../../../db/contract/triage";
import { plural } from "../../format/number";
import { triageDone } from "../../format/words";
import { useTRPC } from "../../trpc/client";
import { useToast } from "../ui/toast";
import { useAuthor } from "./use-author";

export type TriagedEpisode = Pick<EpisodeRow, "id" | "kind" | "triage">;

export interface Triage {
  act: (action: TriageAction, episodes: readonly TriagedEpisode[], reason?: string) => void;
  /** All of the kind in the run of this one, those to come as well. */
  muteKind: (episode: TriagedEpisode, reason: string) => void;
  unmuteKind: (episode: TriagedEpisode) => void;
  /** Resolves to whether it was stored. */
  comment: (episode: TriagedEpisode, text: string) => Promise<boolean>;
  /** Takes back what was done last on this page. */
  undo: () => void;
}

/** What a person does to episodes, said in a toast that takes it back. */
export function useTriage(): Triage {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const toast = useToast();
  const [name] = useAuthor();
  const last = useRef<(() => void) | null>(null);
  const author = name.trim() || undefined;

  const settings = {
    onError: (error: { message: string }) => toast({ message: error.message, tone: "error" }),
    // The page's connection says so, too, but up to a second later.
    onSettled: () => {
      void queryClient.invalidateQueries(trpc.episodes.pathFilter());
      void queryClient.invalidateQueries(trpc.runs.pathFilter());
    },
  } as const;
  const triage = useMutation(trpc.episodes.triage.mutationOptions(settings));
  const mute = useMutation(trpc.episodes.muteKind.mutationOptions(settings));
  const unmute = useMutation(trpc.episodes.unmuteKind.mutationOptions(settings));
  const say = useMutation(trpc.episodes.comment.mutationOptions(settings));
  const takeBack = useMutation(trpc.episodes.undo.mutationOptions(settings));

  const done = (message: string, undo: () => void) => {
    const once = () => {
      last.current = null;
      undo();
      toast({ message: "Undone." });
    };
    last.current = once;
    toast({ message, undo: once });
  };
  const kindOf = ({ kind }: TriagedEpisode) => episodeTitles[kind].toLowerCase();

  return {
    act: (action, episodes, reason) => {
      if (episodes.length === 0) return;
      triage.mutate(
        { ids: episodes.map(({ id }) => id), action, reason, author },
        {
          onSuccess: ({ changed, entries, skipped }) => {
            const left = skipped.length > 0 ? `, ${skipped.length} left as they were` : "";
            done(`${triageDone[action]} ${plural(changed.length, "episode")}${left}.`, () =>
              takeBack.mutate({ entries }),
            );
          },
        },
      );
    },
    muteKind: (episode, reason) =>
      mute.mutate(
        { id: episode.id, reason, author },
        {
          onSuccess: () =>
            done(`Muted ${kindOf(episode)} in this run, what comes later as well.`, () =>
              unmute.mutate({ id: episode.id }),
            ),
        },
      ),
    unmuteKind: (episode) => {
      const { reason } = episode.triage;
      unmute.mutate(
        { id: episode.id },
        {
          onSuccess: () =>
            done(`Unmuted ${kindOf(episode)} in this run.`, () =>
              mute.mutate({ id: episode.id, reason: reason ?? "muted before", author }),
            ),
        },
      );
    },
    comment: async (episode, text) => {
      try {
        const { id } = await say.mutateAsync({ id: episode.id, text, author });
        done("Comment added.", () => takeBack.mutate({ entries: [id] }));
        return true;
      } catch {
        return false;
      }
    },
    undo: () => last.current?.(),
  };
}

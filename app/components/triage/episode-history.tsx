"use client";

import { useQuery } from "@tanstack/react-query";
import { type Ref, useId, useState } from "react";
import type { TriageEntry } from "../../../db/contract/read-models";
import { LONGEST_COMMENT } from "../../../db/contract/triage";
import { entryWords } from "../../format/words";
import { useTRPC } from "../../trpc/client";
import { Button } from "../ui/button";
import { RelativeTime } from "../ui/relative-time";
import { useAuthor } from "./use-author";
import type { Triage, TriagedEpisode } from "./use-triage";

/** What was done to an episode and said of it, and a field to say more. */
export function EpisodeHistory({
  episode,
  triage,
  commentField,
}: {
  episode: TriagedEpisode;
  triage: Triage;
  commentField?: Ref<HTMLTextAreaElement>;
}) {
  const trpc = useTRPC();
  const { data, error } = useQuery(trpc.episodes.history.queryOptions({ id: episode.id }));
  return (
    <section aria-label="History" className="flex w-full flex-col gap-2 text-13">
      {error && <p className="text-critical">The history could not be read: {error.message}</p>}
      {data && data.length > 0 && (
        <ol className="flex flex-col gap-2 border-l pl-3">
          {data.map((entry) => (
            <Entry key={entry.id} entry={entry} />
          ))}
        </ol>
      )}
      <CommentForm episode={episode} triage={triage} field={commentField} />
    </section>
  );
}

function Entry({ entry: { action, author, at, text } }: { entry: TriageEntry }) {
  return (
    <li>
      <p className="text-12 text-muted">
        <span className="font-medium text-text">{author}</span> {entryWords[action]}{" "}
        <RelativeTime timeMs={at} />
      </p>
      {text && <p className="break-words whitespace-pre-wrap">{text}</p>}
    </li>
  );
}

function CommentForm({
  episode,
  triage,
  field,
}: {
  episode: TriagedEpisode;
  triage: Triage;
  field?: Ref<HTMLTextAreaElement>;
}) {
  const [text, setText] = useState("");
  const [author, setAuthor] = useAuthor();
  const id = useId();
  const tooLong = text.trim().length > LONGEST_COMMENT;
  const submit = async () => {
    if (text.trim() === "" || tooLong) return;
    if (await triage.comment(episode, text)) setText("");
  };
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <label htmlFor={id} className="sr-only">
        Comment
      </label>
      <textarea
        id={id}
        ref={field}
        value={text}
        rows={2}
        placeholder="Say what you found"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) void submit();
          if (event.key === "Escape") event.currentTarget.blur();
        }}
        className="min-h-14 w-full resize-y rounded-md border border-strong-line bg-page px-2 py-1"
      />
      <div className="flex flex-wrap items-center gap-2">
        <Button
          type="submit"
          size="small"
          disabled={text.trim() === "" || tooLong}
          title="Ctrl or ⌘ and Enter"
        >
          Comment
        </Button>
        <label className="flex items-center gap-1.5 text-12 text-muted">
          as
          <input
            value={author}
            onChange={(event) => setAuthor(event.target.value)}
            maxLength={80}
            placeholder="this account"
            className="h-[26px] w-32 rounded-md border border-strong-line bg-page px-2 text-text"
          />
        </label>
        {tooLong && (
          <span role="alert" className="text-12 text-critical">
            {text.trim().length} characters of at most {LONGEST_COMMENT}
          </span>
        )}
      </div>
    </form>
  );
}

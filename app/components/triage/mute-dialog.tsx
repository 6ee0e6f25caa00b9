"use client";

import { useEffect, useId, useRef, useState } from "react";
import { episodeTitles } from "../../../db/contract/episode-titles";
import { plural } from "../../format/number";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import type { Triage, TriagedEpisode } from "./use-triage";

type Scope = "episode" | "kind";

/** Asks why, and for one episode whether all of its kind in its run are meant. */
export function MuteDialog({
  episodes,
  triage,
  onClose,
}: {
  /** Null while it is closed. */
  episodes: readonly TriagedEpisode[] | null;
  triage: Triage;
  onClose: () => void;
}) {
  const [only] = episodes ?? [];
  return (
    <Dialog
      open={episodes !== null}
      onOpenChange={(open) => !open && onClose()}
      title={episodes && episodes.length > 1 ? `Mute ${plural(episodes.length, "episode")}` : "Mute"}
      description="What is muted rings no bell and counts in no badge. It stays recorded."
    >
      {episodes && only && <MuteForm episodes={episodes} only={only} triage={triage} onClose={onClose} />}
    </Dialog>
  );
}

function MuteForm({
  episodes,
  only,
  triage,
  onClose,
}: {
  episodes: readonly TriagedEpisode[];
  only: TriagedEpisode;
  triage: Triage;
  onClose: () => void;
}) {
  const [scope, setScope] = useState<Scope>("episode");
  const [reason, setReason] = useState("");
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  // The dialog itself would begin at its button to close.
  useEffect(() => field.current?.focus(), []);
  const submit = () => {
    const why = reason.trim();
    if (why === "") return;
    if (scope === "kind") triage.muteKind(only, why);
    else triage.act("mute", episodes, why);
    onClose();
  };
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {episodes.length === 1 && (
        <fieldset className="flex flex-col gap-1.5">
          <legend className="mb-1 text-13 text-muted">What</legend>
          <ScopeChoice scope="episode" chosen={scope} onChoose={setScope}>
            This episode
          </ScopeChoice>
          <ScopeChoice scope="kind" chosen={scope} onChoose={setScope}>
            Every “{episodeTitles[only.kind].toLowerCase()}” in this run, what comes later as well
          </ScopeChoice>
        </fieldset>
      )}
      <div className="flex flex-col gap-1">
        <label htmlFor={id} className="text-13 text-muted">
          Why
        </label>
        <input
          id={id}
          ref={field}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          maxLength={500}
          required
          placeholder="as: the control arm is unclipped on purpose"
          className="h-8 rounded-md border border-strong-line bg-page px-2"
        />
      </div>
      <div className="flex justify-end gap-2">
        <Button variant="quiet" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" variant="primary" disabled={reason.trim() === ""}>
          Mute
        </Button>
      </div>
    </form>
  );
}

function ScopeChoice({
  scope,
  chosen,
  onChoose,
  children,
}: {
  scope: Scope;
  chosen: Scope;
  onChoose: (scope: Scope) => void;
  children: React.ReactNode;
}) {
  return (
    <label className="flex items-start gap-2">
      <input
        type="radio"
        name="scope"
        className="mt-1 accent-accent"
        checked={scope === chosen}
        onChange={() => onChoose(scope)}
      />
      <span>{children}</span>
    </label>
  );
}

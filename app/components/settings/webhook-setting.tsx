"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { CircleCheck } from "lucide-react";
import { useState } from "react";
import type { Settings } from "../../../db/contract/read-models";
import { useTRPC } from "../../trpc/client";
import { adviceFor } from "../alerts/delivery-state";
import { Button } from "../ui/button";

/** The address alerts are posted to, and a test that says what came back. */
export function WebhookSetting({ settings }: { settings: Settings }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const stored = settings.webhookUrl ?? "";
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? stored;
  const changed = text.trim() !== stored;
  const test = useMutation(trpc.settings.testWebhook.mutationOptions());
  const save = useMutation(
    trpc.settings.set.mutationOptions({
      onSuccess: (next) => {
        queryClient.setQueryData(trpc.settings.get.queryKey(), next);
        setTyped(null);
        test.reset();
      },
    }),
  );
  const note = `webhook-note`;
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (changed) save.mutate({ webhookUrl: text.trim() || null });
      }}
    >
      <div className="flex flex-wrap gap-2">
        <input
          type="text"
          inputMode="url"
          aria-label="Webhook address"
          aria-describedby={note}
          aria-invalid={save.isError}
          className="field min-w-0 flex-1 basis-72 font-mono text-13!"
          placeholder="https://host/path"
          spellCheck={false}
          autoComplete="off"
          maxLength={2000}
          value={text}
          onChange={(event) => {
            setTyped(event.target.value);
            save.reset();
          }}
        />
        <Button type="submit" variant="primary" disabled={!changed || save.isPending}>
          {text.trim() === "" && stored !== "" ? "Switch off" : "Save"}
        </Button>
        <Button disabled={changed || stored === "" || test.isPending} onClick={() => test.mutate()}>
          {test.isPending ? "Sending" : "Send a test"}
        </Button>
      </div>
      <p id={note} className="min-h-5 text-13" aria-live="polite">
        <Outcome
          saveError={save.error?.message ?? null}
          testError={test.error?.message ?? null}
          result={changed ? null : (test.data ?? null)}
        >
          {stored === ""
            ? "No webhook is set: alerts ring on open pages only."
            : settings.webhookAllowPrivate
              ? "Private and local addresses are allowed."
              : "Private and local addresses are refused; gradiometer start --allow-private-webhooks allows them."}
        </Outcome>
      </p>
    </form>
  );
}

function Outcome({
  saveError,
  testError,
  result,
  children,
}: {
  saveError: string | null;
  testError: string | null;
  result: { ok: boolean; status?: number; error?: string } | null;
  children: React.ReactNode;
}) {
  const failure = saveError ?? testError;
  if (failure) return <span className="text-critical">{failure}</span>;
  if (result?.ok)
    return (
      <span className="inline-flex items-center gap-1.5 text-good">
        <CircleCheck size={14} aria-hidden />
        The test arrived{result.status ? `: the receiver answered ${result.status}` : ""}.
      </span>
    );
  if (result)
    return (
      <span className="text-critical">
        The test did not arrive. {adviceFor(result.error ?? `The receiver answered ${result.status}`)}
      </span>
    );
  return <span className="text-muted">{children}</span>;
}

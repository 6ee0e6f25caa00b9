"use client";

import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { describeRetention, endedStatuses } from "../../../db/contract/retention";
import { plural } from "../../format/number";
import { statusWords } from "../../format/words";
import { useTRPC } from "../../trpc/client";
import { IntegerSetting, SettingField, TextControl } from "../launch/setting-field";
import { Button } from "../ui/button";
import { Notice } from "../ui/notice";
import { Choice, Choices, withOne } from "./choices";
import { DeleteExpired } from "./delete-expired";
import { draftOf, isSameRule, type RetentionDraft, ruleOf } from "./retention-draft";
import { RetentionPreviewList } from "./retention-preview-list";
import { Section } from "./section";

/** Which ended runs may be deleted, with what a rule would delete before it is saved. Saving deletes nothing. */
export function RetentionSetting() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const stored = useQuery(trpc.retention.preview.queryOptions({}));
  const [typed, setTyped] = useState<RetentionDraft | null>(null);
  const draft = typed ?? draftOf(stored.data?.rule ?? null);
  const { rule, errors } = ruleOf(draft);
  const valid = Object.keys(errors).length === 0;
  const changed = valid && stored.data !== undefined && !isSameRule(rule, stored.data.rule);
  const preview = useQuery({
    ...trpc.retention.preview.queryOptions({ rule }),
    enabled: valid && stored.isSuccess,
    placeholderData: keepPreviousData,
  });
  const save = useMutation(
    trpc.retention.set.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.retention.pathFilter());
        setTyped(null);
      },
    }),
  );
  const edit = (change: Partial<RetentionDraft>) => {
    setTyped({ ...draft, ...change });
    save.reset();
  };
  const current = stored.data?.rule ?? null;
  return (
    <Section
      title="Keeping runs"
      note="A rule says which ended runs may be deleted. It deletes nothing by itself: gradiometer gc does, or the button below. Runs of experiments always stay."
    >
      {stored.error && <Notice tone="error">The rule could not be read. {stored.error.message}</Notice>}
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (changed) save.mutate({ rule });
        }}
      >
        <div className="grid gap-x-4 gap-y-1 sm:grid-cols-3">
          <IntegerSetting
            label="Ended more than (days ago)"
            help="Empty: every run is kept"
            error={errors.days}
            value={draft.days}
            onChange={(days) => edit({ days })}
          />
          <IntegerSetting
            label="Always keep the newest"
            help="Of those that the rule is about"
            error={errors.keepLast}
            value={draft.keepLast}
            onChange={(keepLast) => edit({ keepLast })}
          />
          <SettingField label="Only with the tag" help="Empty: with any or none">
            {(control) => <TextControl {...control} value={draft.tag} onChange={(tag) => edit({ tag })} />}
          </SettingField>
        </div>
        <Choices legend="Only runs that ended so; none chosen means all" inline>
          {endedStatuses.map((status) => (
            <Choice
              key={status}
              checked={draft.statuses.includes(status)}
              onChange={(on) => edit({ statuses: withOne(draft.statuses, status, on) })}
            >
              {statusWords[status]}
            </Choice>
          ))}
        </Choices>
        {valid && preview.data && <RetentionPreviewList preview={preview.data} saved={!changed} />}
        {save.error && <Notice tone="error">{save.error.message}</Notice>}
        <div className="flex flex-wrap items-center gap-2">
          <Button type="submit" variant="primary" disabled={!changed || save.isPending}>
            {rule === null && current !== null ? "Keep every run" : "Save rule"}
          </Button>
          {typed !== null && <Button onClick={() => setTyped(null)}>Discard</Button>}
          {!changed && current !== null && stored.data && (
            <DeleteExpired
              runs={stored.data.runs}
              label={`Delete ${plural(stored.data.runs, "run")} now`}
              about={describeRetention(current)}
            />
          )}
        </div>
      </form>
    </Section>
  );
}

"use client";

import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { defaultAlerts } from "../../../db/contract/default-alerts";
import { type EpisodeKind, severities } from "../../../db/contract/episode";
import { episodeFamilies } from "../../../db/contract/episode-families";
import { episodeTitles } from "../../../db/contract/episode-titles";
import type { Settings } from "../../../db/contract/read-models";
import { formatStep, plural } from "../../format/number";
import { severityWords } from "../../format/words";
import { useTRPC } from "../../trpc/client";
import { Button } from "../ui/button";
import { Notice } from "../ui/notice";
import { KindGlyph, SeverityGlyph } from "../ui/severity";
import { Choice, Choices, withOne } from "./choices";
import { Section } from "./section";

type Rules = Pick<Settings, "alertSeverities" | "alertKinds">;
const defaults: Rules = {
  alertSeverities: [...defaultAlerts.severities],
  alertKinds: [...defaultAlerts.kinds],
};

/** Which episodes alert, and how many of those that are stored would have. */
export function AlertRules({ settings }: { settings: Settings }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const key = trpc.settings.get.queryKey();
  const save = useMutation(
    trpc.settings.set.mutationOptions({
      // Shown at once; taken back if the server says no.
      onMutate: (change) => {
        const before = queryClient.getQueryData(key);
        queryClient.setQueryData(key, (now) => (now ? ({ ...now, ...change } as Settings) : now));
        return { before };
      },
      onError: (_error, _change, context) => queryClient.setQueryData(key, context?.before),
      onSettled: () => queryClient.invalidateQueries(trpc.settings.get.queryFilter()),
    }),
  );
  const choose = (kind: EpisodeKind, on: boolean) =>
    save.mutate({ alertKinds: withOne(settings.alertKinds, kind, on) });
  return (
    <Section
      title="What alerts"
      note="An episode alerts when its severity and its kind are both chosen. What follows within five minutes in the same run or experiment joins it in one notification. Muted kinds and what somebody acknowledged do not ring."
    >
      <Choices legend="Severity" inline>
        {[...severities].reverse().map((severity) => (
          <Choice
            key={severity}
            checked={settings.alertSeverities.includes(severity)}
            onChange={(on) =>
              save.mutate({ alertSeverities: withOne(settings.alertSeverities, severity, on) })
            }
          >
            <SeverityGlyph severity={severity} />
            {severityWords[severity]}
          </Choice>
        ))}
      </Choices>
      <div className="grid gap-x-6 gap-y-4 sm:grid-cols-2 md:grid-cols-3">
        {episodeFamilies.map(({ name, title, kinds }) => (
          <Choices key={name} legend={title}>
            {kinds.map((kind) => (
              <Choice
                key={kind}
                checked={settings.alertKinds.includes(kind)}
                onChange={(on) => choose(kind, on)}
              >
                <KindGlyph kind={kind} />
                {episodeTitles[kind]}
              </Choice>
            ))}
          </Choices>
        ))}
      </div>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Preview rules={settings} />
        {!isSame(settings, defaults) && (
          <Button size="small" onClick={() => save.mutate(defaults)}>
            Back to what alerts by default
          </Button>
        )}
      </div>
      {save.error && <Notice tone="error">{save.error.message}</Notice>}
    </Section>
  );
}

/** What the rules would have done over the stored runs. */
function Preview({ rules: { alertSeverities, alertKinds } }: { rules: Rules }) {
  const trpc = useTRPC();
  const count = (filter: { severities?: Rules["alertSeverities"]; kinds?: Rules["alertKinds"] }) => ({
    ...trpc.episodes.counts.queryOptions(filter),
    placeholderData: keepPreviousData,
  });
  const met = useQuery(count({ severities: alertSeverities, kinds: alertKinds }));
  const all = useQuery(count({}));
  if (alertSeverities.length === 0 || alertKinds.length === 0)
    return <p className="text-13 text-warning">Nothing alerts now; episodes are still recorded.</p>;
  return (
    <p className="min-h-5 text-13 text-muted figures" aria-live="polite">
      {met.data && all.data
        ? `${formatStep(sum(met.data.byTriage))} of the ${plural(sum(all.data.byTriage), "stored episode")} meet this. A choice holds from the next one on.`
        : "A choice holds from the next episode on."}
    </p>
  );
}

const sum = (counts: Record<string, number>) => Object.values(counts).reduce((all, one) => all + one, 0);

const isSame = (one: Rules, other: Rules) =>
  one.alertKinds.length === other.alertKinds.length &&
  other.alertKinds.every((kind) => one.alertKinds.includes(kind)) &&
  one.alertSeverities.join() === other.alertSeverities.join();

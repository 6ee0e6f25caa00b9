import type { AlertRow } from "../../../db/contract/read-models";
import { plural } from "../../format/number";

type Event = AlertRow["gathered"][number];

/** What joined an alert: other beginnings, each with whether it has ended; and whether the alert's own episode has. */
export function gatheredOf({ episodeId, gathered }: AlertRow): {
  others: (Event & { hasEnded: boolean })[];
  ending: Event | undefined;
} {
  const endings = new Map(
    gathered.filter(({ event }) => event === "ended").map((event) => [event.episodeId, event]),
  );
  return {
    others: gathered
      .filter(({ event }) => event === "opened")
      .map((event) => ({ ...event, hasEnded: endings.has(event.episodeId) })),
    ending: endings.get(episodeId),
  };
}

/** `and 4 more in 3 runs`; empty where nothing joined. */
export function gatheredInWords(alert: AlertRow): string {
  const { others } = gatheredOf(alert);
  if (others.length === 0) return "";
  const runs = new Set([alert.runId, ...others.map(({ runId }) => runId)]).size;
  return `and ${others.length} more${runs > 1 ? ` in ${plural(runs, "run")}` : " in this run"}`;
}

import type { LiveChange } from "../../db/contract/read-models";

/** What several pushes add up to: which things to read again. */
export interface PendingChanges {
  runIds: Set<string>;
  experimentIds: Set<string>;
  episodeRunIds: Set<string>;
  alerts: boolean;
  state: LiveChange["state"] | null;
}

export const noChanges = (): PendingChanges => ({
  runIds: new Set(),
  experimentIds: new Set(),
  episodeRunIds: new Set(),
  alerts: false,
  state: null,
});

export function mergeChange(pending: PendingChanges, change: LiveChange): void {
  for (const run of change.runs) {
    pending.runIds.add(run.id);
    if (run.experimentId) pending.experimentIds.add(run.experimentId);
  }
  for (const runId of change.episodeRunIds) pending.episodeRunIds.add(runId);
  pending.alerts ||= change.alerts.length > 0 || change.state.unseenAlerts !== pending.state?.unseenAlerts;
  pending.state = change.state;
}

/** Path and input of a tRPC query, as TanStack Query's key holds them. */
export interface QueryIdentity {
  path: string;
  input: unknown;
}

/** The identity in a query key of @trpc/tanstack-react-query: [["runs", "get"], { input, type }]. */
export function identityOf(queryKey: readonly unknown[]): QueryIdentity | null {
  const [path, options] = queryKey;
  if (!Array.isArray(path)) return null;
  return { path: path.join("."), input: (options as { input?: unknown } | undefined)?.input };
}

/** Whether what a query shows has changed. */
export function isAffected({ path, input }: QueryIdentity, changes: PendingChanges): boolean {
  const { id, runId, runIds, ids } = (input ?? {}) as {
    id?: string;
    runId?: string;
    runIds?: string[];
    ids?: string[];
  };
  const runChanged = (run: string | undefined) =>
    run !== undefined && (changes.runIds.has(run) || changes.episodeRunIds.has(run));
  const anyRun = changes.runIds.size > 0 || changes.episodeRunIds.size > 0;
  switch (path) {
    case "runs.list":
    case "launches.queue":
    case "launches.estimate":
    case "experiments.list":
      return anyRun;
    case "runs.get":
    case "runs.log":
    case "runs.media":
      return runChanged(id);
    case "runs.many":
      return (ids ?? []).some(runChanged);
    case "series.read":
    case "series.extent":
      return (runIds ?? []).some((run) => changes.runIds.has(run));
    case "series.branches":
    case "series.layers":
      return runId !== undefined && changes.runIds.has(runId);
    case "experiments.get":
    case "experiments.curves":
      return id !== undefined && (changes.experimentIds.has(id) || changes.episodeRunIds.size > 0);
    case "episodes.list":
    case "episodes.counts":
    case "episodes.history":
      return changes.episodeRunIds.size > 0;
    case "alerts.list":
      return changes.alerts;
    default:
      return false;
  }
}

import { closest } from "./closest";
import { describeMetric, metrics } from "./metrics";
import { isUserConfig, type RunConfig } from "./run-config";
import { isSampled, sampleEveryOf } from "./sampled-series";
import { workloads } from "./workloads";

/** A schedule's or early stopping's, which has its own fields beside these. */
interface Watching {
  metric: string;
  patience: number;
}

interface Conflict {
  path: [string, "metric" | "patience"];
  message: string;
}

/**
 * Why a schedule or early stopping of a config cannot follow the series that it is told to: no run records it, this one
 * never does, or so rarely that patience ends between two of its points. Empty where all can. A module of a person's own
 * records whatever it likes.
 */
export function watchingConflictsOf(config: RunConfig): Conflict[] {
  if (isUserConfig(config)) return [];
  return Object.entries<unknown>(config).flatMap(([key, group]) =>
    isWatching(group) ? conflictsOf(config, key, group) : [],
  );
}

const isWatching = (group: unknown): group is Watching =>
  typeof group === "object" && group !== null && "metric" in group && "patience" in group;

function conflictsOf(config: RunConfig, key: string, { metric, patience }: Watching): Conflict[] {
  if (metric !== "outcome" && !describeMetric(metric))
    return [{ path: [key, "metric"], message: `${key}.metric: ${unknownSeries(metric)}` }];
  const { series } = workloads[config.workload].outcome;
  const followed = metric === "outcome" ? series : metric;
  const every = sampleEveryOf(config);
  // With patience 0 early stopping is off.
  if (patience === 0 || every === undefined || !isSampled(followed)) return [];
  if (every === 0) {
    const never = `${key}.metric: ${followed} comes with samples or held-out examples, and sampleEvery 0 has none; set sampleEvery to 1 or more, or follow another series`;
    return [{ path: [key, "metric"], message: never }];
  }
  if (patience >= every) return [];
  const tooSoon = `${key}.patience: ${followed} is recorded each ${every} steps (sampleEvery), so ${patience} steps without progress pass between any two points; set patience to ${every} or more`;
  return [{ path: [key, "patience"], message: tooSoon }];
}

/** Without the list of all of them, which is longer than a page has room for beside a field. */
function unknownSeries(metric: string): string {
  const first = metric.split("/")[0] ?? metric;
  const near = closest(first, ["outcome", ...Object.keys(metrics)]);
  return near
    ? `Unknown series "${first}"; did you mean "${near}"?`
    : `Unknown series "${first}"; expected "outcome" or a series that the run records, such as "loss".`;
}

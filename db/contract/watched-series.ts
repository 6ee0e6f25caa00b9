import { closest } from "./closest";
import { describeMetric, metrics } from "./metrics";
import { isUserConfig, type RunConfig } from "./run-config";

/**
 * The series that a schedule or early stopping of a config is told to follow, and that no run records; empty where all
 * are known. A module of a person's own records whatever it likes.
 */
export function unknownSeriesOf(config: RunConfig): { path: [string, "metric"]; message: string }[] {
  if (isUserConfig(config)) return [];
  return Object.entries<unknown>(config).flatMap(([key, group]) => {
    if (typeof group !== "object" || group === null || !("metric" in group)) return [];
    const metric = String(group.metric);
    if (metric === "outcome" || describeMetric(metric)) return [];
    return [{ path: [key, "metric"], message: `${key}.metric: ${unknownSeries(metric)}` }];
  });
}

/** Without the list of all of them, which is longer than a page has room for beside a field. */
function unknownSeries(metric: string): string {
  const first = metric.split("/")[0] ?? metric;
  const near = closest(first, ["outcome", ...Object.keys(metrics)]);
  return near
    ? `Unknown series "${first}"; did you mean "${near}"?`
    : `Unknown series "${first}"; expected "outcome" or a series that the run records, such as "loss".`;
}

import { metricGroups } from "../../db/contract/metric-description";
import { metrics } from "../../db/contract/metrics";

const order = Object.keys(metrics);

/** Sorts series by their metrics as the contract lists them, what matters most first; clients' own after those. */
export function byMetric(a: { name: string }, b: { name: string }): number {
  return rank(order, a.name.split("/")[0]) - rank(order, b.name.split("/")[0]);
}

/** Sorts chart groups: the house's, then those of clients' own metrics by name. */
export function byGroup(a: { group: string }, b: { group: string }): number {
  return rank(metricGroups, a.group) - rank(metricGroups, b.group) || a.group.localeCompare(b.group);
}

function rank(known: readonly string[], name = ""): number {
  const position = known.indexOf(name);
  return position < 0 ? known.length : position;
}

/** What programs call the columns of a table that has a row a point, in place of a column a series. */
const seriesNames = [
  "series",
  "metric",
  "metric_name",
  "metric name",
  "tag",
  "key",
  "variable",
  "measure",
  "name",
];
const valueNames = ["value", "metric_value", "metric value"];
const runNames = ["run", "run_id", "run_name", "run id", "run name"];

/** Places of the series' name and of its value among the columns. */
export interface LongTable {
  series: number;
  value: number;
}

/** Undefined where a table has a column for each series. `isText`: whether a column's first cell is text. */
export function longTableOf(
  names: readonly string[],
  isText: (place: number) => boolean,
): LongTable | undefined {
  const [series, value] = [placeOf(seriesNames, names), placeOf(valueNames, names)];
  return series >= 0 && value >= 0 && isText(series) && !isText(value) ? { series, value } : undefined;
}

/** The column that tells the rows of several runs apart; -1 where there is none. */
export function runColumnOf(names: readonly string[], isText: (place: number) => boolean): number {
  const place = placeOf(runNames, names);
  return place >= 0 && isText(place) ? place : -1;
}

const placeOf = (usual: readonly string[], names: readonly string[]): number =>
  names.findIndex((name) => usual.includes(name.trim().toLowerCase()));

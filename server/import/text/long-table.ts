/** What programs call the columns of a table that has a row a point, in place of a column a series. */
const seriesNames = ["series", "metric", "metric_name", "tag", "key", "name"];
const valueNames = ["value", "metric_value"];

/** Places of the series' name and of its value among the columns. */
export interface LongTable {
  series: number;
  value: number;
}

/** Undefined where a table has a column for each series. `isText`: whether a column's first cell is no number. */
export function longTableOf(
  names: readonly string[],
  isText: (place: number) => boolean,
): LongTable | undefined {
  const place = (usual: readonly string[]) =>
    names.findIndex((name) => usual.includes(name.trim().toLowerCase()));
  const [series, value] = [place(seriesNames), place(valueNames)];
  return series >= 0 && value >= 0 && isText(series) && !isText(value) ? { series, value } : undefined;
}

/** A filter of runs as a tree; docs/filters.md has the language. */
export type RunFilter =
  | { type: "and" | "or"; parts: RunFilter[] }
  | { type: "not"; part: RunFilter }
  | Comparison;

export interface Comparison {
  type: "comparison";
  subject: Subject;
  operator: Operator;
  /** Several of them only with "in". */
  values: Literal[];
}

/** What is compared: a column of the runs, a setting of their config, a summary of a series, a count of episodes, of all or of those that still ask for somebody. */
export type Subject =
  | { type: "field"; name: FieldName }
  | { type: "config"; path: string }
  | { type: "summary"; of: SummaryName; series: string }
  | { type: "episodes"; kind: string; unresolved: boolean };

/** `~` is "contains, whatever the case". */
export const operators = ["=", "!=", "<", "<=", ">", ">=", "~", "!~", "in"] as const;
export type Operator = (typeof operators)[number];

/** Null: has none. */
export type Literal = number | string | boolean | null;

/** Numbers but for those listed; times are milliseconds since 1970, durations milliseconds. */
export const fields = {
  id: "text",
  name: "text",
  workload: "text",
  status: "text",
  arm: "text",
  experiment: "text",
  intervention: "text",
  tag: "text",
  backend: "text",
  message: "text",
  seed: "number",
  step: "number",
  steps: "number",
  progress: "number",
  steps_per_second: "number",
  created: "time",
  started: "time",
  ended: "time",
  duration: "duration",
} as const;
export type FieldName = keyof typeof fields;
export const fieldNames = Object.keys(fields) as FieldName[];

/** Of all points of a series. min and max are of the finite ones. */
export const summaryNames = ["last", "min", "max", "count", "non_finite"] as const;
export type SummaryName = (typeof summaryNames)[number];

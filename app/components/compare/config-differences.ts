/** One setting of several configs: its path and one value a run, in the order asked. */
export interface ConfigRow {
  path: string;
  /** Text as it is shown; null where a config has no such setting. */
  values: (string | null)[];
  differs: boolean;
}

export function configRows(configs: readonly object[]): ConfigRow[] {
  const flat = configs.map((config) => flattened(config));
  const paths = [...new Set(flat.flatMap((one) => [...one.keys()]))];
  return paths.map((path) => {
    const values = flat.map((one) => one.get(path) ?? null);
    return { path, values, differs: values.some((value) => value !== values[0]) };
  });
}

/** Interventions are compared by name, so that their order says nothing. */
function flattened(config: object, prefix = ""): Map<string, string> {
  const rows = new Map<string, string>();
  for (const [key, value] of Object.entries(config)) {
    const path = `${prefix}${key}`;
    if (key === "interventions" && Array.isArray(value)) addInterventions(rows, value);
    else if (typeof value === "object" && value !== null)
      for (const [inner, text] of flattened(value, `${path}.`)) rows.set(inner, text);
    else rows.set(path, String(value));
  }
  return rows;
}

function addInterventions(rows: Map<string, string>, set: { name: string }[]): void {
  rows.set(
    "interventions",
    set.length === 0
      ? "none"
      : set
          .map(({ name }) => name)
          .sort()
          .join(" + "),
  );
  for (const { name, ...parameters } of set)
    for (const [key, value] of Object.entries(parameters)) rows.set(`${name}.${key}`, String(value));
}

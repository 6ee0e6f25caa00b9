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

/** A config as paths and texts; interventions with their parameters are one setting, whatever their order. */
function flattened(config: object, prefix = ""): Map<string, string> {
  const rows = new Map<string, string>();
  for (const [key, value] of Object.entries(config)) {
    const path = `${prefix}${key}`;
    if (key === "interventions" && Array.isArray(value)) rows.set(path, interventionsInWords(value));
    else if (typeof value === "object" && value !== null)
      for (const [inner, text] of flattened(value, `${path}.`)) rows.set(inner, text);
    else rows.set(path, String(value));
  }
  return rows;
}

/** `clip-global-norm 1 + wgan-gp 10`, sorted by name; `none`. */
function interventionsInWords(set: readonly { name: string }[]): string {
  if (set.length === 0) return "none";
  return set
    .map(({ name, ...parameters }) => [name, ...Object.values(parameters).map(String)].join(" "))
    .sort()
    .join(" + ");
}

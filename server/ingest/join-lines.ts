import { GradiometerError } from "../../db/contract/errors";
import { explainIssues } from "../../db/contract/explain-issues";
import { IngestLine } from "../../db/contract/ingest";

interface Columns {
  step: unknown[];
  wallTimeMs: unknown[];
  value: unknown[];
}

/**
 * The lines of an NDJSON body as one batch: the first names the run, the others hold a step's metrics or a line of its
 * log each. `{"step", "wallTimeMs", "metrics": {name: value}}`, `{"log", "level", "wallTimeMs"}`.
 */
export function joinLines([head, ...lines]: readonly unknown[], arrivedAt: number): unknown {
  if (typeof head !== "object" || head === null || Array.isArray(head))
    throw new GradiometerError(
      "invalid",
      'Expected a first line that names run, attempt and seq, such as {"run":"my-run","attempt":1,"seq":1}, got none',
    );
  const { series: given = {}, log: givenLog = [], ...rest } = head as Record<string, unknown>;
  const series = { ...(given as Record<string, Columns>) };
  const log: unknown[] = [...(Array.isArray(givenLog) ? givenLog : [givenLog])];
  const own = new Map<string, Columns>();
  for (const [index, line] of lines.entries()) {
    const parsed = IngestLine.safeParse(line);
    if (!parsed.success)
      throw lineRefusal(
        index,
        explainIssues(parsed.error, line, () => keys),
      );
    const { step, wallTimeMs, metrics, log: text, level } = parsed.data;
    if (text !== undefined) log.push({ text, ...(level && { level }), ...(wallTimeMs && { wallTimeMs }) });
    if (metrics === undefined) continue;
    if (step === undefined)
      throw lineRefusal(index, "step: expected a whole number beside metrics, got nothing.");
    for (const [name, value] of Object.entries(metrics)) {
      const columns = own.get(name) ?? { step: [], wallTimeMs: [], value: [] };
      own.set(name, columns);
      columns.step.push(step);
      columns.wallTimeMs.push(wallTimeMs ?? arrivedAt);
      columns.value.push(value);
    }
  }
  for (const [name, columns] of own) {
    if (Object.hasOwn(series, name))
      throw new GradiometerError(
        "invalid",
        `Invalid batch: series "${name}" is in the first line and in later ones; keep one`,
      );
    series[name] = columns;
  }
  return { ...rest, series, log };
}

const keys = Object.keys(IngestLine.shape);

/** Lines are counted as an editor does; the first is the head. */
const lineRefusal = (index: number, what: string) =>
  new GradiometerError("invalid", `Invalid batch: line ${index + 2}: ${what}`);

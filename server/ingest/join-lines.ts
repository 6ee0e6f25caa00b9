import { GradiometerError } from "../../db/contract/errors";
import { explainIssues } from "../../db/contract/explain-issues";
import { IngestLine, ingestLimits } from "../../db/contract/ingest";
import { tooManyNames } from "./check-shape";

interface Columns {
  step: unknown[];
  wallTimeMs: unknown[];
  value: unknown[];
}

/**
 * The lines of an NDJSON body as one batch: the first names the run, the others hold a step's metrics or a line of its
 * log each. `{"step", "wallTimeMs", "metrics": {name: value}}`, `{"log", "level", "wallTimeMs"}`. Empty lines, undefined
 * here, count where a message names a line.
 */
export function joinLines(lines: readonly unknown[], arrivedAt: number): unknown {
  const first = lines.findIndex((line) => line !== undefined);
  const head = lines[first];
  if (!isGroup(head))
    throw new GradiometerError(
      "invalid",
      'Expected a first line that names run, attempt and seq, such as {"run":"my-run","attempt":1,"seq":1}, got none',
    );
  const { series = {}, log = [], ...rest } = head;
  const columns = new Map<string, Columns>();
  const texts: unknown[] = [];
  for (let index = first + 1; index < lines.length; index++) {
    const line = lines[index];
    if (line === undefined) continue;
    const { step, wallTimeMs = arrivedAt, metrics, log: text, level } = checkLine(line, index + 1);
    if (text !== undefined) texts.push({ text, wallTimeMs, ...(level !== undefined && { level }) });
    for (const name in metrics) {
      let own = columns.get(name);
      if (!own) {
        if (columns.size === ingestLimits.seriesPerRun)
          throw tooManyNames("metrics", `more by line ${index + 1}`);
        own = { step: [], wallTimeMs: [], value: [] };
        columns.set(name, own);
      }
      own.step.push(step);
      own.wallTimeMs.push(wallTimeMs);
      own.value.push(metrics[name]);
    }
  }
  for (const name of columns.keys())
    if (isGroup(series) && Object.hasOwn(series, name))
      throw new GradiometerError(
        "invalid",
        `Invalid batch: series ${JSON.stringify(name)} is in the first line and in later ones; keep one`,
      );
  return {
    ...rest,
    series: columns.size > 0 && isGroup(series) ? { ...series, ...Object.fromEntries(columns) } : series,
    log: texts.length > 0 && Array.isArray(log) ? [...log, ...texts] : log,
  };
}

type Line = Partial<Record<"step" | "wallTimeMs" | "log" | "level", unknown>> & {
  metrics?: Record<string, unknown>;
};

/** Lines are many: what is plainly right passes at once, and the schema words what is not. */
function checkLine(line: unknown, number: number): Line {
  if (isPlain(line)) return line;
  const parsed = IngestLine.safeParse(line);
  const where = `Invalid batch: line ${number}:`;
  if (!parsed.success)
    throw new GradiometerError("invalid", `${where} ${explainIssues(parsed.error, line, () => keys)}`);
  if (parsed.data.metrics && parsed.data.step === undefined)
    throw new GradiometerError(
      "invalid",
      `${where} step: expected a whole number beside metrics, got nothing`,
    );
  return parsed.data as Line;
}

function isPlain(line: unknown): line is Line {
  if (!isGroup(line)) return false;
  const { step, metrics } = line;
  if (!Number.isSafeInteger(step) || (step as number) < 0 || !isGroup(metrics)) return false;
  for (const key in line) if (key !== "step" && key !== "metrics") return false;
  for (const name in metrics) if (typeof metrics[name] !== "number") return false;
  return true;
}

const keys = Object.keys(IngestLine.shape);

const isGroup = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

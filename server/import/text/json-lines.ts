import { createHash } from "node:crypto";
import { statSync } from "node:fs";
import { aboutRun } from "../about-run";
import { BatchBuilder } from "../batch-builder";
import type { FoundRun, ImportFormat, ReadBatch, ReadFrom } from "../format";
import { nameWithin } from "../name-within";
import { pushNested } from "../push-nested";
import { standingOf, startAgain } from "./line-position";
import { isGroup, numberOf, parseJson } from "./parse-json";
import { readBatches } from "./read-batches";
import { readFirstLines } from "./read-head";
import { stepNameOf, timeNameOf, wallTimeOf } from "./usual-names";
import { whyNoJsonLines } from "./why-no-table";

/**
 * One JSON object a line: {"step", "metrics": {name: value}} or the metrics beside the step, after an optional first line
 * {"run", "config"}. NaN and the infinities bare or as text.
 */
export const jsonLines: ImportFormat = {
  name: "jsonl",
  title: "JSON Lines",
  looksLike: 'a file of lines such as {"step": 1, "metrics": {"loss": 0.5}}',
  claims: (file) => /\.(jsonl|ndjson|json|log|txt)$/i.test(file) && headOf(file).points !== undefined,
  whyNot: (file) => (/\.(jsonl|ndjson|json)$/i.test(file) ? whyNoJsonLines(file) : undefined),
  find: (files, root) => files.map((file) => foundRun(file, root)),
};

function foundRun(file: string, root: string): FoundRun {
  return {
    name: nameWithin(root, file, ["metrics", "log", "logs"]),
    source: file,
    contentId() {
      const { header, points } = headOf(file);
      return createHash("sha256")
        .update(`${header ?? ""}\n${points ?? ""}`)
        .digest("hex");
    },
    bytes: () => statSync(file).size,
    standing: (position, source) => standingOf(file, position, source),
    again: startAgain,
    read: (from) => read(file, from),
  };
}

/** The line that describes the run, and the first one with points, as far as they are among the first. */
function headOf(file: string): { header?: string; points?: string } {
  let header: string | undefined;
  // One that says what the run is, and one with points.
  for (const line of readFirstLines(file, 2).split("\n", 50)) {
    const parsed = parseJson(line);
    if (!isGroup(parsed)) {
      if (line.trim() === "") continue;
      return {};
    }
    if (metricsOf(parsed)) return { ...(header !== undefined && { header }), points: line };
    header ??= line;
  }
  return {};
}

/** Where a line's metrics are, or undefined in one that has no step. */
function metricsOf(
  line: Record<string, unknown>,
): { step: string; metrics: Record<string, unknown> } | undefined {
  const step = stepNameOf(Object.keys(line));
  if (step === undefined || numberOf(line[step]) === undefined) return undefined;
  return { step, metrics: isGroup(line.metrics) ? line.metrics : line };
}

function* read(file: string, from: ReadFrom): Generator<ReadBatch> {
  const builder = new BatchBuilder(from);
  const otherwiseAt = statSync(file).mtimeMs;
  yield* readBatches(file, from, builder, (text, line, isOpen) =>
    readLine(builder, text, line, isOpen, otherwiseAt),
  );
}

function readLine(
  builder: BatchBuilder,
  text: string,
  line: number,
  isOpen: boolean,
  otherwiseAt: number,
): void {
  if (text.trim() === "") return;
  const parsed = parseJson(text);
  if (!isGroup(parsed)) {
    // The program is writing it just now.
    if (!isOpen) builder.leaveOut(`lines that are no JSON object (the first: line ${line})`);
    return;
  }
  const found = metricsOf(parsed);
  if (!found) {
    describe(builder, parsed, line);
    return;
  }
  const step = numberOf(parsed[found.step]) as number;
  const time = timeNameOf(Object.keys(parsed));
  const wallTimeMs = (time === undefined ? undefined : wallTimeOf(parsed[time])) ?? otherwiseAt;
  for (const name of Object.keys(found.metrics)) {
    if (found.metrics === parsed && (name === found.step || name === time)) continue;
    pushNested(builder, name, found.metrics[name], { step, wallTimeMs });
  }
}

/** The line that says what the run is, usually the first. */
function describe(builder: BatchBuilder, parsed: Record<string, unknown>, line: number): void {
  const { run, name, config, tags } = parsed;
  if (run === undefined && config === undefined) {
    builder.leaveOut(`lines without a step (the first: line ${line})`);
    return;
  }
  const title = typeof name === "string" ? name : typeof run === "string" ? run : undefined;
  builder.about = {
    ...aboutRun({ config, ...(Array.isArray(tags) && { tags: tags.map(String) }) }),
    ...(title?.trim() && { name: title.trim().slice(0, 120) }),
  };
}

import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, dirname } from "node:path";
import { z } from "zod";
import { GradiometerError } from "../../db/contract/errors";
import { aboutRun } from "./about-run";
import { BatchBuilder } from "./batch-builder";
import type { FoundRun, ImportFormat, ReadBatch, ReadFrom, Standing } from "./format";
import { folderWithin } from "./name-within";
import { pushNested } from "./push-nested";
import { decodeText } from "./text/encoding";
import { isGroup, numberOf, parseJson } from "./text/parse-json";

/**
 * trainer_state.json of Hugging Face's Trainer. It is one JSON value that is written anew at each checkpoint, beside the
 * checkpoint's weights: of a folder of checkpoints the one with the longest history is read.
 */
export const trainerState: ImportFormat = {
  name: "trainer-state",
  title: "Hugging Face trainer_state.json",
  looksLike: "a trainer_state.json, or a folder with checkpoint-<step> folders that hold one",
  claims: (file) => basename(file) === "trainer_state.json",
  find(files, root) {
    const byRun = new Map<string, string[]>();
    for (const file of files) byRun.set(runFolder(file), [...(byRun.get(runFolder(file)) ?? []), file]);
    return [...byRun].map(([folder, own]) => foundRun(folder, latestOf(own), root));
  },
};

/** A state takes some 200 bytes an entry, and JSON is read whole. */
const mostBytes = 2 ** 28;

/** Entries of the history that were read, and a hash of the last of them. */
const Position = z.object({ entries: z.number(), last: z.string() });

const runFolder = (file: string): string =>
  /^checkpoint-\d+$/.test(basename(dirname(file))) ? dirname(dirname(file)) : dirname(file);

/** The history of the latest step; a final state beside the checkpoints has at least as many entries. */
const latestOf = (files: readonly string[]): string =>
  files.reduce((best, file) => (sizeOf(file) >= sizeOf(best) ? file : best));

/** The Trainer removes its oldest checkpoints while it goes on. */
const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? -1;

function foundRun(folder: string, file: string, root: string): FoundRun {
  return {
    name: folderWithin(root, folder),
    source: file,
    contentId: () => hashOf(historyOf(readState(file))[0]),
    bytes: () => statSync(file).size,
    standing: (position, source) => standingOf(folder, file, position, source),
    read: (from) => read(file, from),
  };
}

/** In its folder a training may take another way; elsewhere a history that does is another training's. */
function standingOf(folder: string, file: string, position: unknown, source: string): Standing {
  const from = Position.safeParse(position);
  if (!from.success || runFolder(source) === folder) return "on";
  const history = historyOf(readState(file));
  const goesOn = hashOf(history[from.data.entries - 1]) === from.data.last;
  if (!existsSync(source)) return goesOn ? "on" : "anew";
  const other = historyOf(readState(source));
  const both = Math.min(history.length, other.length);
  return goesOn && hashOf(history[both - 1]) === hashOf(other[both - 1]) ? "on" : "beside";
}

function* read(file: string, from: ReadFrom): Generator<ReadBatch> {
  const state = readState(file);
  const history = historyOf(state);
  const stored = Position.safeParse(from.position);
  // Where what was read is no longer there, the training began again: all of it is read, and goes back.
  const isSame = stored.success && hashOf(history[stored.data.entries - 1]) === stored.data.last;
  const first = isSame ? stored.data.entries : 0;
  if (first === history.length) return;
  const builder = new BatchBuilder(from);
  builder.about = aboutRun({ config: settingsOf(state) });
  const recordedAt = statSync(file).mtimeMs;
  for (const entry of history.slice(first)) readEntry(builder, entry, recordedAt);
  const { size } = statSync(file);
  yield builder.take({ entries: history.length, last: hashOf(history.at(-1)) }, size);
}

function readEntry(builder: BatchBuilder, entry: unknown, recordedAt: number): void {
  const step = isGroup(entry) ? numberOf(entry.step) : undefined;
  if (!isGroup(entry) || step === undefined) {
    builder.leaveOut("entries of log_history without a step");
    return;
  }
  for (const name of Object.keys(entry))
    if (name !== "step") pushNested(builder, name, entry[name], { step, wallTimeMs: recordedAt });
}

function readState(file: string): Record<string, unknown> {
  const { size } = statSync(file);
  if (size > mostBytes)
    throw new GradiometerError(
      "too-large",
      `${file} has ${size} bytes; at most ${mostBytes} are read of a trainer_state.json`,
    );
  const state = parseJson(decodeText(readFileSync(file)));
  if (!isGroup(state))
    throw new GradiometerError(
      "invalid",
      `${file}: expected the JSON that Hugging Face's Trainer writes, got something else; was it cut off?`,
    );
  return state;
}

const historyOf = ({ log_history }: Record<string, unknown>): unknown[] =>
  Array.isArray(log_history) ? log_history : [];

/** What the state says besides its history and what its callbacks keep. */
function settingsOf(state: Record<string, unknown>): Record<string, unknown> {
  const { log_history: _, stateful_callbacks: __, ...rest } = state;
  return Object.fromEntries(
    Object.entries(rest).filter(
      ([, value]) => value !== null && (!isGroup(value) || Object.keys(value).length > 0),
    ),
  );
}

const hashOf = (entry: unknown): string =>
  createHash("sha256")
    .update(JSON.stringify(entry) ?? "")
    .digest("hex")
    .slice(0, 16);

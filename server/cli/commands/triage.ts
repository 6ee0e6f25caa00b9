import type { Command } from "commander";
import type { z } from "zod";
import { GradiometerError } from "../../../db/contract/errors";
import { explainIssues } from "../../../db/contract/explain-issues";
import type { TriageResult } from "../../../db/contract/read-models";
import {
  CommentEpisode,
  MuteKind,
  type TriageAction,
  TriageEpisodes,
  UnmuteKind,
} from "../../../db/contract/triage";
import { commentEpisode } from "../../episodes/comment-episode";
import { muteKind, unmuteKind } from "../../episodes/mute-kind";
import { triageEpisodes } from "../../episodes/triage-episodes";
import { withContext } from "../open-context";
import { note, print, printJson } from "../present/output";

interface TriageOptions {
  reason?: string;
  author?: string;
  allOfKind?: true;
  /** Also an option of `episodes` itself, which takes it wherever it stands. */
  json?: true;
}

const actions = [
  { word: "ack", action: "acknowledge", done: "Acknowledged", summary: "say that somebody looks into it" },
  { word: "resolve", action: "resolve", done: "Resolved", summary: "say that nothing is left to do" },
  { word: "mute", action: "mute", done: "Muted", summary: "say that it is known and shall not ring" },
  { word: "reopen", action: "reopen", done: "Reopened", summary: "take an earlier decision back" },
] as const satisfies { word: string; action: TriageAction; done: string; summary: string }[];

/** What people decide about episodes, under `gradiometer episodes`; docs/guide.md tells what each state means. */
export function addTriageCommands(episodes: Command): void {
  for (const { word, action, done, summary } of actions) {
    const command = withAuthor(
      episodes.command(`${word} <id...>`).summary(summary).description(`${summary}.`),
    )
      .option("--reason <text>", action === "mute" ? "why; needed" : "why")
      .action((ids: string[], _: unknown, given: Command) => {
        const options = given.optsWithGlobals<TriageOptions>();
        if (options.allOfKind) muteKinds(ids, options);
        else triage(ids, { action, done }, options);
      });
    if (action === "mute")
      command.option("--all-of-kind", "with all of its kind in its run, those to come as well");
  }
  episodes
    .command("unmute <id>")
    .summary("let its kind ring again in its run")
    .description("Take back `mute --all-of-kind`. An episode that is muted by itself is reopened.")
    .option("--json", "print JSON on stdout")
    .action((id: string, _: unknown, given: Command) => {
      const input = parse(UnmuteKind, { id });
      const unmuted = withContext("existing", (ctx) => unmuteKind(ctx, input));
      if (given.optsWithGlobals<TriageOptions>().json) return printJson(unmuted);
      print(`Episodes of ${unmuted.kind} in run ${unmuted.runId} ring again.`);
    });
  withAuthor(
    episodes.command("comment <id> <text>").summary("add to its history").description("Add to its history."),
  ).action((id: string, text: string, _: unknown, given: Command) => {
    const { author, json } = given.optsWithGlobals<TriageOptions>();
    const input = parse(CommentEpisode, { id, text, author });
    const entry = withContext("existing", (ctx) => commentEpisode(ctx, input));
    if (json) return printJson(entry);
    print(`Added to the history of ${id} as ${entry.author}.`);
  });
}

const withAuthor = (command: Command): Command =>
  command
    .option("--author <name>", "who says so (default: this account)")
    .option("--json", "print JSON on stdout");

function triage(
  ids: string[],
  { action, done }: { action: TriageAction; done: string },
  { reason, author, json }: TriageOptions,
): void {
  const input = parse(TriageEpisodes, { ids, action, reason, author });
  const result: TriageResult = withContext("existing", (ctx) => triageEpisodes(ctx, input));
  if (json) printJson(result);
  else print(`${done} ${result.changed.join(", ")}.`);
  for (const { why } of result.skipped) note(why);
}

function muteKinds(ids: string[], { reason, author, json }: TriageOptions): void {
  const inputs = ids.map((id) => parse(MuteKind, { id, reason, author }));
  const muted = withContext("existing", (ctx) => inputs.map((input) => muteKind(ctx, input)));
  if (json) printJson(muted);
  else for (const { kind, runId } of muted) print(`Muted episodes of ${kind} in run ${runId}.`);
}

function parse<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new GradiometerError("invalid", explainIssues(parsed.error, input));
}

import type { Command } from "commander";
import { unknownWord } from "../../../db/contract/closest";
import { episodeKinds, episodeStates, severities } from "../../../db/contract/episode";
import { EpisodeFilter } from "../../../db/contract/episode-filter";
import { GradiometerError } from "../../../db/contract/errors";
import { triageStates } from "../../../db/contract/triage";
import { findEpisode } from "../../episodes/find-episode";
import { listEpisodes } from "../../episodes/list-episodes";
import { readHistory } from "../../episodes/read-history";
import { withContext } from "../open-context";
import { collect, wholeNumber } from "../option-values";
import { episodeColumns } from "../present/episode-columns";
import { episodeText } from "../present/episode-text";
import { note, print, printJson } from "../present/output";
import { formatTable } from "../present/table";
import { parseWorkload } from "../settings/parse-config";
import { parseRunId } from "../settings/parse-run-id";
import { addTriageCommands } from "./triage";

interface EpisodesOptions {
  run: string[];
  kind: string[];
  severity: string[];
  state: string[];
  triage: string[];
  workload: string[];
  limit: number;
  json?: true;
}

export function addEpisodesCommand(program: Command): void {
  const command = program
    .command("episodes")
    .summary("what went wrong in which runs; acknowledge, resolve, mute, comment")
    .description(
      "List the episodes of all runs, newest first. `gradiometer diagnose <run>` ranks their causes.",
    )
    .option("--run <id>", "only this run; may be repeated", collect, [])
    .option("--kind <kind>", "only this kind, as exploding_gradient; may be repeated", collect, [])
    .option("--severity <severity>", `only ${severities.join(", ")}; may be repeated`, collect, [])
    .option("--state <state>", `only ${episodeStates.join(" or ")} for its detector`, collect, [])
    .option("--triage <state>", `only ${triageStates.join(", ")}; may be repeated`, collect, [])
    .option("--workload <name>", "only runs of this workload; may be repeated", collect, [])
    .option("--limit <n>", "at most this many", wholeNumber(1, 1000), 50)
    .option("--json", "print JSON on stdout")
    .action(episodes);
  command
    .command("show <id>")
    .summary("what was seen of one and done about it")
    .description("Show what its detector saw of an episode, and what people did about it.")
    .option("--json", "print JSON on stdout")
    .action((id: string, _: unknown, given: Command) => show(id, given.optsWithGlobals<{ json?: true }>()));
  addTriageCommands(command);
}

function show(id: string, { json }: { json?: true }): void {
  withContext("reading", (ctx) => {
    const episode = findEpisode(ctx, { id });
    const history = readHistory(ctx, { id });
    if (json) return printJson({ ...episode, history });
    print(episodeText(episode, history));
  });
}

function episodes({ run, kind, severity, state, triage, workload, limit, json }: EpisodesOptions): void {
  const filter = EpisodeFilter.parse({
    runIds: some(run, parseRunId),
    kinds: some(kind, oneOf("kind of episode", episodeKinds)),
    severities: some(severity, oneOf("severity", severities)),
    states: some(state, oneOf("state", episodeStates)),
    triage: some(triage, oneOf("state of triage", triageStates)),
    workloads: some(workload, parseWorkload),
    limit,
  });
  withContext("reading", (ctx) => {
    const found = listEpisodes(ctx, filter);
    if (json) return printJson(found);
    if (found.length === 0)
      return note("No episode matches; gradiometer episodes without options lists all.");
    const columns = [
      { title: "id", cell: ({ id }: (typeof found)[number]) => id },
      { title: "run", cell: ({ runId }: (typeof found)[number]) => runId },
      ...episodeColumns,
      { title: "name", cell: ({ runName }: (typeof found)[number]) => runName },
    ];
    print(formatTable(found, columns));
    if (found.length === limit) note(`The newest ${limit}; --limit ${Math.min(1000, 4 * limit)} shows more.`);
  });
}

/** Undefined, which is no condition, where an option was not given. */
function some<Value>(texts: readonly string[], parse: (text: string) => Value): Value[] | undefined {
  return texts.length === 0 ? undefined : texts.map(parse);
}

const oneOf =
  <const Word extends string>(what: string, words: readonly Word[]) =>
  (text: string): Word => {
    const word = words.find((known) => known === text);
    if (word === undefined) throw new GradiometerError("invalid", unknownWord(what, text, words));
    return word;
  };

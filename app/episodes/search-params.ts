import { episodeKinds, episodeStates, severities } from "../../db/contract/episode";
import { triageStates } from "../../db/contract/triage";
import { workloadNames } from "../../db/contract/workloads";
import { choice, codecOf, list, type StateOf, text } from "../url/parameters";

export const triageTabs = [...triageStates, "all"] as const;

const parameters = {
  /** Where people have put them: to begin with, those that nobody has touched. */
  triage: choice(triageTabs, "open"),
  severity: list(severities),
  kind: list(episodeKinds),
  state: list(episodeStates),
  workload: list(workloadNames),
  /** Id of the episode whose evidence is open. */
  episode: text(),
};
export type EpisodesState = StateOf<typeof parameters>;

/** `?triage=muted&severity=critical,warning&kind=exploding_gradient&state=open&workload=ring-gan` */
export const episodesSearch = codecOf(parameters);

/** The most that are read at once; the page says when there are more. */
export const EPISODES_READ = 500;

/** The filter that a state of the page stands for; nothing chosen means everything. */
export function countsQuery({ severity, kind, state, workload, triage }: EpisodesState) {
  const chosen = <Value>(values: readonly Value[]) => (values.length > 0 ? [...values] : undefined);
  return {
    severities: chosen(severity),
    kinds: chosen(kind),
    states: chosen(state),
    workloads: chosen(workload),
    triage: triage === "all" ? undefined : [triage],
  };
}

/** What the server is asked to list for a state of the page. */
export const episodesQuery = (state: EpisodesState) => ({ ...countsQuery(state), limit: EPISODES_READ });

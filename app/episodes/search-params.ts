import { episodeKinds, episodeStates, severities } from "../../db/contract/episode";
import { workloadNames } from "../../db/contract/workloads";
import { codecOf, list, type StateOf, text } from "../url/parameters";

const parameters = {
  severity: list(severities),
  kind: list(episodeKinds),
  state: list(episodeStates),
  workload: list(workloadNames),
  /** Id of the episode whose evidence is open. */
  episode: text(),
};
export type EpisodesState = StateOf<typeof parameters>;

/** `?severity=critical,warning&kind=exploding_gradient&state=open&workload=ring-gan` */
export const episodesSearch = codecOf(parameters);

/** The most that are read at once; the page says when there are more. */
export const EPISODES_READ = 500;

/** What the server is asked for a state of the page; nothing chosen means everything. */
export function episodesQuery({ severity, kind, state, workload }: EpisodesState) {
  const chosen = <Value>(values: readonly Value[]) => (values.length > 0 ? [...values] : undefined);
  return {
    severities: chosen(severity),
    kinds: chosen(kind),
    states: chosen(state),
    workloads: chosen(workload),
    limit: EPISODES_READ,
  };
}

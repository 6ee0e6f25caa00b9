import { severities } from "../../../db/contract/episode";
import { axisParameter } from "../../charts/axis-parameter";
import { smoothing } from "../../charts/smoothing-parameter";
import { choice, codecOf, flag, integer, list, number, type StateOf, text } from "../../url/parameters";

export const runTabs = [
  "overview",
  "layers",
  "samples",
  "checkpoints",
  "series",
  "config",
  "log",
  "environment",
] as const;
export type RunTab = (typeof runTabs)[number];

/** `?tab=layers&over=elapsed&from=100&to=400&smoothing=20&scale=log&episode=...&hide=benign` */
const parameters = {
  tab: choice(runTabs, "overview"),
  /** What every chart lies over. */
  over: axisParameter,
  /** Range of that axis zoomed to, on every chart. */
  from: number(),
  to: number(),
  /** Also what the run replaced: its orphaned branches. */
  branches: flag(),
  smoothing,
  /** "auto": each metric on the axis on which it is read. */
  scale: choice(["auto", "log", "linear"], "auto"),
  /** Episode whose evidence is open. */
  episode: text(),
  hide: list(severities),
  sample: integer(),
};
export type RunState = StateOf<typeof parameters>;
export const runSearch = codecOf(parameters);

/** The zoom of a state, when both ends are there and in order. */
export function zoomOf({ from, to }: Pick<RunState, "from" | "to">): readonly [number, number] | null {
  return from !== null && to !== null && to > from ? [from, to] : null;
}

import type { PairedComparison } from "../../db/contract/read-models";
import { isEnded } from "../../db/contract/statuses";
import type { ExperimentRecord } from "./experiment-record";

type Asked = Pick<ExperimentRecord, "arms"> & {
  runs: readonly Pick<ExperimentRecord["runs"][number], "status">[];
};

/** The experiment's answer in words, as firm as its comparisons and no firmer. */
export function experimentVerdict(
  { arms, runs }: Asked,
  comparisons: readonly PairedComparison[],
  better: "higher" | "lower",
): string {
  const [control] = arms;
  if (!control) return "This experiment has no arms.";
  const ended = runs.filter(({ status }) => isEnded(status)).length;
  if (ended < runs.length) return `Still training: ${ended} of ${runs.length} runs have ended.`;
  if (comparisons.length === 0)
    return `One arm alone has nothing to be compared with; ${runs.length} run${runs.length === 1 ? "" : "s"} ended.`;
  const nameOf = (armId: string) => arms.find(({ id }) => id === armId)?.name ?? armId;
  const decided = (decision: PairedComparison["decision"]) =>
    comparisons.filter((comparison) => comparison.decision === decision).map(({ armId }) => nameOf(armId));
  const sentences = [
    verdictOn(decided("better"), `better than ${control.name}`),
    verdictOn(decided("worse"), `worse than ${control.name}`),
    verdictOn(decided("inconclusive"), `not told apart from ${control.name}: inconclusive`),
  ].filter((sentence) => sentence !== undefined);
  const undecided = comparisons.filter(({ decision }) => decision === "too-few-seeds");
  const [first] = undecided;
  if (undecided.length === comparisons.length && first) sentences.push(capital(`${first.sentence}.`));
  else if (first)
    sentences.push(`For ${list(undecided.map(({ armId }) => nameOf(armId)))}: ${first.sentence}.`);
  const agreeing = undecided.filter((comparison) => allPairsFavour(comparison, better));
  if (agreeing.length > 0)
    sentences.push(
      `So far ${list(agreeing.map(({ armId }) => nameOf(armId)))} did better than ${control.name} in every pair.`,
    );
  return sentences.join(" ");
}

/** A leaning, not a decision: too few pairs that agree may agree by chance. */
function allPairsFavour({ pairs, n }: PairedComparison, better: "higher" | "lower"): boolean {
  return (
    n >= 2 &&
    pairs.every(
      ({ difference }) => difference === null || (better === "higher" ? difference > 0 : difference < 0),
    )
  );
}

function verdictOn(names: readonly string[], predicate: string): string | undefined {
  if (names.length === 0) return undefined;
  return `${list(names)} ${names.length === 1 ? "is" : "are"} ${predicate}.`;
}

const list = (names: readonly string[]): string =>
  names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

import type { Hypothesis } from "../../db/contract/read-models";
import type { CauseContext } from "./cause-context";
import { proposalOf } from "./propose";
import { causes } from "./registry";

/** Hypotheses kept for an episode. */
const most = 4;

/**
 * The causes that an episode may have, the likeliest first: each is weighed by what the run says for and against it. A ranked
 * hypothesis is no finding; its intervention is what would test it.
 */
export function rankCauses(context: CauseContext): Hypothesis[] {
  const weighed = causes
    .filter(({ explains }) => explains.includes(context.episode.kind))
    .flatMap((cause): Hypothesis[] => {
      const clues = cause.weigh(context);
      if (!clues) return [];
      const score = clues.reduce((sum, { weight }) => sum + weight, 0);
      return [
        {
          cause: cause.id,
          title: cause.title,
          score,
          evidenceFor: clues.filter(({ weight }) => weight > 0).map(({ text }) => text),
          evidenceAgainst: clues.filter(({ weight }) => weight < 0).map(({ text }) => text),
          intervention: proposalOf(cause.propose(context), context.run),
        },
      ];
    })
    .sort((a, b) => b.score - a.score);
  const likely = weighed.filter(({ score }) => score > 0).slice(0, most);
  // Where more speaks against each than for it, the least unlikely is still the one to test first.
  return likely.length > 0 ? likely : weighed.filter(({ evidenceFor }) => evidenceFor.length > 0).slice(0, 1);
}

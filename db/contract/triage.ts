import { z } from "zod";

/**
 * What people have decided about an episode, beside what its detector says of it: that one calls it open while it may
 * grow and closed once it is over. Every episode begins open here: nobody has looked at it.
 */
export const triageStates = ["open", "acknowledged", "resolved", "muted"] as const;
export const TriageState = z.enum(triageStates);
export type TriageState = z.infer<typeof TriageState>;

/** States that still ask for somebody: what badges count. */
export const unresolvedStates = ["open", "acknowledged"] as const satisfies readonly TriageState[];

export const triageActions = ["acknowledge", "resolve", "mute", "reopen"] as const;
export const TriageAction = z.enum(triageActions);
export type TriageAction = z.infer<typeof TriageAction>;

/** Where each action leads, and from where. What was put away is opened again before it is put away otherwise. */
export const transitions: Record<TriageAction, { to: TriageState; from: readonly TriageState[] }> = {
  acknowledge: { to: "acknowledged", from: ["open"] },
  resolve: { to: "resolved", from: ["open", "acknowledged"] },
  mute: { to: "muted", from: ["open", "acknowledged"] },
  reopen: { to: "open", from: ["acknowledged", "resolved", "muted"] },
};

/** Long enough for a finding with its figures; a log belongs in a file that the comment names. */
export const LONGEST_COMMENT = 4000;
const LONGEST_REASON = 500;
const LONGEST_AUTHOR = 80;
/** As many as the episodes page reads. */
const MOST_AT_ONCE = 500;

const words = (what: string, longest: number) =>
  z
    .string()
    .trim()
    .min(1, `Expected ${what} of at least one letter, got an empty one`)
    .refine((text) => text.length <= longest, {
      error: ({ input }) =>
        `Expected ${what} of at most ${longest} characters, got ${String(input).length}; shorten it, or link to a file with the rest`,
    });

/** Who acts; where it is left out, the account that the server or the command runs as. */
export const Author = words("a name", LONGEST_AUTHOR).optional();
export const Reason = words("a reason", LONGEST_REASON);

const Ids = z
  .array(z.string().max(64))
  .min(1, "Expected the id of at least one episode, got none")
  .max(MOST_AT_ONCE);

export const TriageEpisodes = z
  .strictObject({ ids: Ids, action: TriageAction, reason: Reason.optional(), author: Author })
  .refine(({ action, reason }) => action !== "mute" || reason !== undefined, {
    path: ["reason"],
    message: "Expected a reason for muting, got none; whoever wonders later why nothing rang will read it",
  });
export type TriageEpisodes = z.infer<typeof TriageEpisodes>;

export const CommentEpisode = z.strictObject({
  id: z.string().max(64),
  text: words("a comment", LONGEST_COMMENT),
  author: Author,
});
export type CommentEpisode = z.infer<typeof CommentEpisode>;

/** All episodes of the same kind in the same run as this one, those to come as well. */
export const MuteKind = z.strictObject({ id: z.string().max(64), reason: Reason, author: Author });
export type MuteKind = z.infer<typeof MuteKind>;

export const UnmuteKind = z.strictObject({ id: z.string().max(64) });
export type UnmuteKind = z.infer<typeof UnmuteKind>;

/** Entries of episodes' histories, as an action or a comment returned them. */
export const UndoTriage = z.strictObject({ entries: z.array(z.number().int()).min(1).max(MOST_AT_ONCE) });
export type UndoTriage = z.infer<typeof UndoTriage>;

import { z } from "zod";
import { RunId } from "../../db/contract/identifiers";
import { Author } from "../../db/contract/triage";
import * as store from "../../db/store/judging/series-roles";
import { durably } from "../../db/transaction";
import { parseRole, roleText } from "../../diagnostics/roles/parse-role";
import type { ServerContext } from "../context";
import { authorOf } from "../episodes/author";
import { listRoles, type RolesOfRun } from "./list-roles";

export const GiveRoles = z.strictObject({
  runId: RunId,
  /** By the names of series, as `gradient-norm:generator`; null: what name and config say. */
  roles: z.record(z.string().max(500), z.string().max(200).nullable()),
  author: Author,
});

export interface GivenRoles extends RolesOfRun {
  /** What people had said of these series before, to be given again by whoever undoes. */
  before: Record<string, string | null>;
}

/**
 * Gives series of a run another meaning; the monitor judges the run anew. Throws "invalid" for a role that there is not,
 * "not-found" for a run that there is not.
 */
export function giveRoles(ctx: ServerContext, input: z.infer<typeof GiveRoles>): GivenRoles {
  const { runId } = input;
  const roles = Object.fromEntries(
    Object.entries(input.roles).map(([series, role]) => [
      series,
      role === null ? null : roleText(parseRole(role)),
    ]),
  );
  return durably(ctx.db, () => {
    const known = new Map(store.listGivenRoles(ctx.db, runId).map(({ series, role }) => [series, role]));
    const before = Object.fromEntries(
      Object.keys(roles).map((series) => [series, known.get(series) ?? null]),
    );
    store.giveRoles(ctx.db, { runId, roles, author: authorOf(input) });
    return { ...listRoles(ctx, { runId }), before };
  });
}

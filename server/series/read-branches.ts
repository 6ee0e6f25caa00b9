import type { z } from "zod";
import { RunId } from "../../db/contract/identifiers";
import type { BranchSeries } from "../../db/contract/read-models";
import { ReadBranches, readBranchesOver } from "../../db/store/over/read-branches-over";
import { getRun } from "../../db/store/runs/runs";
import type { ServerContext } from "../context";

export const BranchQuery = ReadBranches.extend({ runId: RunId });

/** What a run recorded of some series and then replaced. */
export function readBranches(ctx: ServerContext, input: z.output<typeof BranchQuery>): BranchSeries[] {
  getRun(ctx.db, input.runId);
  return readBranchesOver(ctx.db, input);
}

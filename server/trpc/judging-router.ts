import { GiveRoles, giveRoles } from "../judging/give-roles";
import { KeepThresholds, keepThresholds, listKept } from "../judging/keep-thresholds";
import { listRoles, RolesOfRun } from "../judging/list-roles";
import { procedure, router } from "./procedure";

export const judgingRouter = router({
  roles: procedure.input(RolesOfRun).query(({ ctx, input }) => listRoles(ctx, input)),
  giveRoles: procedure.input(GiveRoles).mutation(({ ctx, input }) => giveRoles(ctx, input)),
  thresholds: procedure.query(({ ctx }) => listKept(ctx)),
  keepThresholds: procedure.input(KeepThresholds).mutation(({ ctx, input }) => keepThresholds(ctx, input)),
});

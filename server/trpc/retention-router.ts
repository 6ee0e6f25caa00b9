import { ChangeRetention, changeRetention } from "../retention/change-retention";
import { deleteExpired } from "../retention/delete-expired";
import { PreviewRetention, previewRetention } from "../retention/preview-retention";
import { procedure, router } from "./procedure";

export const retentionRouter = router({
  preview: procedure.input(PreviewRetention).query(({ ctx, input }) => previewRetention(ctx, input)),
  set: procedure.input(ChangeRetention).mutation(({ ctx, input }) => changeRetention(ctx, input)),
  deleteExpired: procedure.mutation(({ ctx }) => deleteExpired(ctx)),
});

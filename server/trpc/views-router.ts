import { deleteView, listViews, OneView, SaveView, saveView } from "../views/saved-views";
import { procedure, router } from "./procedure";

export const viewsRouter = router({
  list: procedure.query(({ ctx }) => listViews(ctx)),
  save: procedure.input(SaveView).mutation(({ ctx, input }) => saveView(ctx, input)),
  delete: procedure.input(OneView).mutation(({ ctx, input }) => deleteView(ctx, input)),
});

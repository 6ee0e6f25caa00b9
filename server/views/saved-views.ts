import { z } from "zod";
import type { SavedView } from "../../db/contract/read-models";
import * as store from "../../db/store/run-list/saved-views";
import type { ServerContext } from "../context";

export const SaveView = store.SaveView;
export const OneView = z.strictObject({ id: z.string() });

/** Views of the runs page that people keep by a name; everybody's. */
export const listViews = (ctx: ServerContext): SavedView[] => store.listViews(ctx.db);

export const saveView = (ctx: ServerContext, view: store.SaveView): SavedView => store.saveView(ctx.db, view);

export const deleteView = (ctx: ServerContext, { id }: z.infer<typeof OneView>): void =>
  store.deleteView(ctx.db, id);

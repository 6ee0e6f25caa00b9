import type { UndoTriage } from "../../db/contract/triage";
import * as store from "../../db/store/episodes/triage";
import type { ServerContext } from "../context";

/** Takes back actions and comments by the entries they wrote, as long as nobody acted since. */
export function undoTriage(ctx: ServerContext, { entries }: UndoTriage): { episodes: string[] } {
  return store.undoTriage(ctx.db, entries);
}

import { z } from "zod";
import { GradiometerError } from "../../contract/errors";
import type { SavedView } from "../../contract/read-models";
import type { Database } from "../../database";
import { durably } from "../../transaction";
import { parseInput } from "../invalid-input";
import { newId } from "../new-id";

const mostViews = 200;

export const SaveView = z.strictObject({
  name: z.string().trim().min(1, "Give the view a name").max(60),
  /** The address of the runs page without its path: `q=...&sort=-lastLoss`. */
  query: z.string().max(4000),
});
export type SaveView = z.infer<typeof SaveView>;

/** By name. */
export function listViews(db: Database): SavedView[] {
  return db.statement("SELECT id, name, query FROM saved_view ORDER BY name").all() as SavedView[];
}

/** A view of a name that is there already, whatever its case, is replaced. */
export function saveView(db: Database, input: SaveView): SavedView {
  const { name, query } = parseInput("view", SaveView, input);
  return durably(db, () => {
    const others = db
      .statement("SELECT count(*) FROM saved_view WHERE name <> ?")
      .pluck()
      .get(name) as number;
    if (others >= mostViews)
      throw new GradiometerError(
        "conflict",
        `At most ${mostViews} views are kept; delete one that nobody needs`,
      );
    return db
      .statement(
        `INSERT INTO saved_view (id, name, query, created_at) VALUES (?, ?, ?, ?)
         ON CONFLICT (name) DO UPDATE SET name = excluded.name, query = excluded.query RETURNING id, name, query`,
      )
      .get(newId(), name, query, Date.now()) as SavedView;
  });
}

export function deleteView(db: Database, id: string): void {
  const { changes } = durably(db, () => db.statement("DELETE FROM saved_view WHERE id = ?").run(id));
  if (changes === 0)
    throw new GradiometerError("not-found", `There is no view "${id}"; it may have been deleted`);
}

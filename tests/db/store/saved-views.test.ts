import { expect, test } from "vitest";
import { deleteView, listViews, saveView } from "../../../db/store/run-list/saved-views";
import { freshDatabase } from "../../setup/database";

test("views are kept by name, replaced under the same one, and deleted", () => {
  const db = freshDatabase();
  const first = saveView(db, { name: " Diverged ", query: "status=diverged" });
  saveView(db, { name: "best", query: "sort=-lastOutcome" });
  expect(listViews(db).map(({ name }) => name)).toEqual(["best", "Diverged"]);
  const again = saveView(db, { name: "diverged", query: "status=diverged&sort=-lastLoss" });
  expect(again).toEqual({ id: first.id, name: "diverged", query: "status=diverged&sort=-lastLoss" });
  deleteView(db, first.id);
  expect(listViews(db).map(({ name }) => name)).toEqual(["best"]);
  expect(() => deleteView(db, first.id)).toThrow(`There is no view "${first.id}"`);
  expect(() => saveView(db, { name: " ", query: "" })).toThrow("Give the view a name");
});

import { expect, test } from "vitest";
import { getSettings, setSettings } from "../../../db/store/settings";
import { freshDatabase } from "../../setup/database";

test("what nobody has set is at its default; a change keeps the others", () => {
  const db = freshDatabase();
  const defaults = getSettings(db);
  expect(defaults).toMatchObject({ webhookUrl: null, alertSeverities: ["critical"] });
  expect(setSettings(db, { webhookUrl: "https://example.org/hook" })).toEqual({
    ...defaults,
    webhookUrl: "https://example.org/hook",
  });
  setSettings(db, { alertSeverities: ["warning"] });
  expect(getSettings(db)).toEqual({
    ...defaults,
    webhookUrl: "https://example.org/hook",
    alertSeverities: ["warning"],
  });
  expect(setSettings(db, { webhookUrl: null }).webhookUrl).toBeNull();
});

test("a setting that is not one, or not of its type, is refused and nothing changes", () => {
  const db = freshDatabase();
  const before = getSettings(db);
  expect(() => setSettings(db, { webhookUrl: "ftp://example.org" })).toThrow(
    "Invalid settings: webhookUrl: Expected an http:// or https:// address",
  );
  expect(() => setSettings(db, { colour: "red" } as never)).toThrow(/Invalid settings: .*colour/);
  expect(() => setSettings(db, { alertKinds: ["boredom"] as never })).toThrow(
    /Invalid settings: alertKinds\[0\]/,
  );
  expect(getSettings(db)).toEqual(before);
});

import { z } from "zod";
import { defaultAlerts } from "../contract/default-alerts";
import { EpisodeKind, Severity } from "../contract/episode";
import type { Database } from "../database";
import { durably } from "../transaction";
import { parseInput } from "./invalid-input";

export const WebhookUrl = z
  .url({ protocol: /^https?$/, message: "Expected an http:// or https:// address" })
  .max(2000);

/** What a person sets on the settings page. */
export const Settings = z.strictObject({
  webhookUrl: WebhookUrl.nullable().default(null),
  /** An episode alerts when its severity and its kind are both chosen. */
  alertSeverities: z.array(Severity).default([...defaultAlerts.severities]),
  alertKinds: z.array(EpisodeKind).default([...defaultAlerts.kinds]),
});
export type Settings = z.infer<typeof Settings>;

export function getSettings(db: Database): Settings {
  const rows = db.statement("SELECT key, value FROM setting").all() as { key: string; value: string }[];
  const known = rows.filter(({ key }) => Object.hasOwn(Settings.shape, key));
  return parseInput(
    "stored settings",
    Settings,
    Object.fromEntries(known.map(({ key, value }) => [key, JSON.parse(value)])),
  );
}

/** Changes the settings given, keeps the others; returns all. */
export function setSettings(db: Database, changes: Partial<Settings>): Settings {
  return durably(db, () => {
    const next = parseInput("settings", Settings, { ...getSettings(db), ...changes });
    const write = db.statement(
      `INSERT INTO setting (key, value, updated_at) VALUES (?, ?, ?)
       ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at`,
    );
    for (const key of Object.keys(changes))
      write.run(key, JSON.stringify(next[key as keyof Settings]), Date.now());
    return next;
  });
}

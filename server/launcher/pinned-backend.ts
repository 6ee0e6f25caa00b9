import { statSync } from "node:fs";
import type { Database } from "../../db/database";
import { backendsFolder } from "../../db/home";

/**
 * The backend that a run must use because runs of its experiment have trained on it: arms are compared
 * on equal terms also where another one was installed, or asked for, in between. Undefined where a
 * trainer would choose the same by itself.
 */
export function pinnedBackend(db: Database, home: string, runId: string): string | undefined {
  const sibling = db
    .statement(
      `SELECT sibling.backend, sibling.started_at AS startedAt
       FROM run JOIN run AS sibling ON sibling.experiment_id = run.experiment_id
       WHERE run.id = ? AND sibling.backend IS NOT NULL ORDER BY sibling.started_at LIMIT 1`,
    )
    .get(runId) as { backend: string; startedAt: number } | undefined;
  if (!sibling) return undefined;
  const installed = statSync(backendsFolder(home), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const asked = process.env.GRADIOMETER_BACKEND || undefined;
  const same = asked === undefined ? installed < sibling.startedAt : asked === sibling.backend;
  return same ? undefined : sibling.backend;
}

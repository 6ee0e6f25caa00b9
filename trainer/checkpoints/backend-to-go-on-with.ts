import { BackendName } from "../../db/contract/run-config";
import type { Database } from "../../db/database";
import { findRun, type StoredRun } from "../../db/store/runs/runs";
import type { Start } from "./find-start";

/**
 * The backend to ask for: backends differ in their last bits, so a run that goes on does so on its own, whatever was
 * asked for, and a fork begins on its parent's unless another is asked for.
 */
export function backendToGoOnWith(
  db: Database,
  run: StoredRun,
  { checkpoint }: Start,
  requested: BackendName | undefined,
): BackendName | undefined {
  const own = BackendName.safeParse(run.backend).data;
  if (checkpoint && own) return own;
  const parent = run.forkedFromRunId === null ? undefined : findRun(db, run.forkedFromRunId);
  return requested ?? BackendName.safeParse(parent?.backend).data;
}

import type { Database } from "../../db/database";
import { judgedBy } from "../../db/store/judging/judged-by";
import { thresholdsOf } from "../../db/store/judging/kept-thresholds";
import { listGivenRoles } from "../../db/store/judging/series-roles";
import { getRun, type StoredRun } from "../../db/store/runs/find-run";
import type { Thresholds } from "../../diagnostics/detectors/registry";
import { type GivenRoles, rolesIn, rolesInConfig } from "../../diagnostics/roles/parse-role";

/** What a stored run is judged by, other than detectors' defaults and the names of its series. */
export interface Judging {
  roles: GivenRoles;
  thresholds: Thresholds;
}

/** By what holds for it now: what the monitor and a backtest go by. */
export function judgingOf(db: Database, runId: string): Judging {
  const run = getRun(db, runId);
  return { roles: rolesOfRun(db, run), thresholds: thresholdsOf(db, run.workload) };
}

/** By what its episodes rest on: what explains them. */
export function judgingBehind(db: Database, runId: string): Judging {
  const run = getRun(db, runId);
  return { roles: rolesOfRun(db, run), thresholds: judgedBy(db, run) };
}

/** What people gave before what the run's own config says. */
function rolesOfRun(db: Database, { id, config }: StoredRun): GivenRoles {
  const given = listGivenRoles(db, id).map(({ series, role }) => [series, role] as const);
  return new Map([...rolesInConfig(config), ...rolesIn(Object.fromEntries(given))]);
}

import type { ServerState } from "../../db/contract/read-models";
import type { Database } from "../../db/database";
import { countUnseenAlerts } from "../../db/store/alerts/alerts";
import { inSnapshot } from "../../db/transaction";
import type { ServerContext } from "../context";
import { backendInUse } from "./backend-in-use";

export function readServerState(ctx: ServerContext): ServerState {
  return {
    ...countTraining(ctx.db),
    slots: ctx.slots,
    version: ctx.version,
    home: ctx.home,
    backend: backendInUse(ctx),
  };
}

export function countTraining(db: Database): Pick<ServerState, "training" | "queued" | "unseenAlerts"> {
  const count = (sql: string) => db.statement(sql).pluck().get() as number;
  return inSnapshot(db, () => ({
    training: count("SELECT count(*) FROM run WHERE status = 'running'"),
    queued: count("SELECT count(*) FROM run WHERE status = 'queued'"),
    unseenAlerts: countUnseenAlerts(db),
  }));
}

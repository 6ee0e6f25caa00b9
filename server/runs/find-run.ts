import { GradiometerError } from "../../db/contract/errors";
import type { ServerContext } from "../context";
import { type RunRecord, runColumns, runTables, toRunRecord } from "./run-record";

export function findRun(ctx: ServerContext, id: string): RunRecord {
  const row = ctx.db.statement(`SELECT ${runColumns} FROM ${runTables} WHERE run.id = ?`).get(id);
  if (!row)
    throw new GradiometerError("not-found", `There is no run "${id}"; the runs page lists all there are.`);
  return toRunRecord(row);
}

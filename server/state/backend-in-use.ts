import type { Environment } from "../../db/contract/events";
import type { ServerState } from "../../db/contract/read-models";
import type { ServerContext } from "../context";

/** What the latest trainer of our own computed with, and why; before the first one, what is expected. */
export function backendInUse(ctx: ServerContext): ServerState["backend"] {
  const stored = ctx.db
    .statement(
      `SELECT environment FROM run WHERE environment IS NOT NULL AND workload <> 'external'
       ORDER BY started_at DESC LIMIT 1`,
    )
    .pluck()
    .get() as string | undefined;
  if (stored === undefined) return ctx.backend;
  const { backend, backendReason } = JSON.parse(stored) as Environment;
  return { name: backend, reason: backendReason ?? "recorded by the latest run" };
}

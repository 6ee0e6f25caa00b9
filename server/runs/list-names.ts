import type { RunNames } from "../../db/contract/read-models";
import { runNames } from "../../db/store/runs/run-names";
import type { ServerContext } from "../context";

/** Settings and series that a filter, an order or a column of the runs page can name. */
export const listRunNames = (ctx: ServerContext): RunNames => runNames(ctx.db);

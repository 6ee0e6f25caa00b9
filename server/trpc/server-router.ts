import { readServerState } from "../state/read-state";
import { procedure, router } from "./procedure";

export const serverRouter = router({
  state: procedure.query(({ ctx }) => readServerState(ctx)),
});

import { followChanges } from "../live/follow-changes";
import { procedure, router } from "./procedure";

export const liveRouter = router({
  changes: procedure.subscription(({ ctx, signal }) => followChanges(ctx, signal)),
});

import { testWebhook } from "../alerts/test-webhook";
import { ChangeSettings, changeSettings } from "../settings/change-settings";
import { readSettings } from "../settings/read-settings";
import { procedure, router } from "./procedure";

export const settingsRouter = router({
  get: procedure.query(({ ctx }) => readSettings(ctx)),
  set: procedure.input(ChangeSettings).mutation(({ ctx, input }) => changeSettings(ctx, input)),
  testWebhook: procedure.mutation(({ ctx }) => testWebhook(ctx)),
});

import { ListAlerts, listAlerts } from "../alerts/list-alerts";
import { MarkAlertsSeen, markAlertsSeen } from "../alerts/mark-seen";
import { procedure, router } from "./procedure";

export const alertsRouter = router({
  list: procedure.input(ListAlerts).query(({ ctx, input }) => listAlerts(ctx, input)),
  markSeen: procedure.input(MarkAlertsSeen).mutation(({ ctx, input }) => markAlertsSeen(ctx, input)),
});

import type { Metadata } from "next";
import { AlertsView } from "../components/alerts/alerts-view";
import { Prefetched } from "../trpc/server";
import { ALERTS_READ } from "./search-params";

export const metadata: Metadata = { title: "Alerts" };

export default function Page() {
  return (
    <Prefetched
      reads={(trpc, queryClient) => [
        queryClient.fetchQuery(trpc.alerts.list.queryOptions({ limit: ALERTS_READ })),
        queryClient.fetchQuery(trpc.settings.get.queryOptions()),
      ]}
    >
      <AlertsView />
    </Prefetched>
  );
}

import type { Metadata } from "next";
import { SettingsView } from "../components/settings/settings-view";
import { Prefetched } from "../trpc/server";

export const metadata: Metadata = { title: "Settings" };

export default function Page() {
  return (
    <Prefetched reads={(trpc, queryClient) => [queryClient.fetchQuery(trpc.settings.get.queryOptions())]}>
      <SettingsView />
    </Prefetched>
  );
}

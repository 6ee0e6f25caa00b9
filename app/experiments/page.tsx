import type { Metadata } from "next";
import { ExperimentsView } from "../components/experiment/experiments-view";
import { Prefetched } from "../trpc/server";

export const metadata: Metadata = { title: "Experiments" };

export default function Page() {
  return (
    <Prefetched reads={(trpc, queryClient) => [queryClient.fetchQuery(trpc.experiments.list.queryOptions())]}>
      <ExperimentsView />
    </Prefetched>
  );
}

import type { Metadata } from "next";
import { RunsView } from "./components/runs/runs-view";
import { nextPage, runsQuery, runsSearch } from "./components/runs/search-params";
import { Prefetched } from "./trpc/server";
import { type PageSearch, searchParamsOf } from "./url/page-search";

export const metadata: Metadata = { title: { absolute: "Runs · Gradiometer" } };

export default async function RunsPage({ searchParams }: { searchParams: PageSearch }) {
  const query = runsQuery(runsSearch.parse(await searchParamsOf(searchParams)));
  return (
    <Prefetched
      reads={(trpc, queryClient) => [
        queryClient.fetchInfiniteQuery(trpc.runs.list.infiniteQueryOptions(query, nextPage)),
      ]}
    >
      <RunsView />
    </Prefetched>
  );
}

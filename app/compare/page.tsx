import type { Metadata } from "next";
import { CompareView } from "../components/compare/compare-view";
import { Prefetched } from "../trpc/server";
import { type PageSearch, searchParamsOf } from "../url/page-search";
import { compareSearch } from "./search-params";

export const metadata: Metadata = { title: "Compare runs" };

export default async function Page({ searchParams }: { searchParams: PageSearch }) {
  const { runs } = compareSearch.parse(await searchParamsOf(searchParams));
  return (
    <Prefetched
      reads={(trpc, queryClient) =>
        runs.map((id) => queryClient.fetchQuery(trpc.runs.get.queryOptions({ id })))
      }
    >
      <CompareView />
    </Prefetched>
  );
}

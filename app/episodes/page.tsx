import type { Metadata } from "next";
import { EpisodesView } from "../components/episodes/episodes-view";
import { Prefetched } from "../trpc/server";
import { type PageSearch, searchParamsOf } from "../url/page-search";
import { countsQuery, episodesQuery, episodesSearch } from "./search-params";

export const metadata: Metadata = { title: "Episodes" };

export default async function Page({ searchParams }: { searchParams: PageSearch }) {
  const state = episodesSearch.parse(await searchParamsOf(searchParams));
  return (
    <Prefetched
      reads={(trpc, queryClient) => [
        queryClient.fetchQuery(trpc.episodes.list.queryOptions(episodesQuery(state))),
        queryClient.fetchQuery(trpc.episodes.counts.queryOptions(countsQuery(state))),
      ]}
    >
      <EpisodesView />
    </Prefetched>
  );
}

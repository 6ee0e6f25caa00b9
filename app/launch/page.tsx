import type { Metadata } from "next";
import { builtInNames } from "../../db/contract/workloads";
import { LaunchPage } from "../components/launch/launch-page";
import { oneRunOf } from "../components/launch/one-run-of";
import { Prefetched } from "../trpc/server";
import { type PageSearch, searchParamsOf } from "../url/page-search";
import { launchSearch } from "./search-params";

export const metadata: Metadata = { title: "New comparison" };

export default async function Page({ searchParams }: { searchParams: PageSearch }) {
  const { from } = launchSearch.parse(await searchParamsOf(searchParams));
  return (
    <Prefetched
      reads={(trpc, queryClient) => [
        ...builtInNames.map((name) =>
          queryClient.fetchQuery(trpc.launches.estimate.queryOptions(oneRunOf(name))),
        ),
        ...(from ? [queryClient.fetchQuery(trpc.runs.get.queryOptions({ id: from }))] : []),
      ]}
    >
      <LaunchPage />
    </Prefetched>
  );
}

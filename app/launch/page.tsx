import type { Metadata } from "next";
import { workloadNames } from "../../db/contract/workloads";
import { LaunchPage } from "../components/launch/launch-page";
import { oneRunOf } from "../components/launch/one-run-of";
import { Prefetched } from "../trpc/server";
import { paramsOf } from "../url/parameters";
import { launchSearch } from "./search-params";

export const metadata: Metadata = { title: "New comparison" };

export default async function Page({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { from } = launchSearch.parse(paramsOf(await searchParams));
  return (
    <Prefetched
      reads={(trpc, queryClient) => [
        ...workloadNames.map((name) =>
          queryClient.fetchQuery(trpc.launches.estimate.queryOptions(oneRunOf(name))),
        ),
        ...(from ? [queryClient.fetchQuery(trpc.runs.get.queryOptions({ id: from }))] : []),
      ]}
    >
      <LaunchPage />
    </Prefetched>
  );
}

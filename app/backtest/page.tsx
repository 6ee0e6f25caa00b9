import type { Metadata } from "next";
import { BacktestView } from "../components/backtest/backtest-view";
import { Prefetched } from "../trpc/server";

export const metadata: Metadata = { title: "Backtest" };

export default function Page() {
  return (
    <Prefetched
      reads={(trpc, queryClient) => [queryClient.fetchQuery(trpc.backtest.detectors.queryOptions())]}
    >
      <BacktestView />
    </Prefetched>
  );
}

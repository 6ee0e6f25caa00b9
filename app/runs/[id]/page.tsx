import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { RunView } from "../../components/run/run-view";
import { isNotFound, Prefetched, requestQueryClient, serverTrpc } from "../../trpc/server";

interface RunPageProps {
  params: Promise<{ id: string }>;
}

/** The run, read once for the request; null where only the browser can read it. */
async function readRun(id: string) {
  const trpc = serverTrpc();
  if (!trpc) return null;
  try {
    return await requestQueryClient().fetchQuery(trpc.runs.get.queryOptions({ id }));
  } catch (error) {
    if (isNotFound(error)) notFound();
    return null;
  }
}

export async function generateMetadata({ params }: RunPageProps): Promise<Metadata> {
  const run = await readRun((await params).id);
  return { title: run?.name ?? "Run" };
}

export default async function RunPage({ params }: RunPageProps) {
  const { id } = await params;
  await readRun(id);
  return (
    <Prefetched reads={() => []}>
      <RunView key={id} id={id} />
    </Prefetched>
  );
}

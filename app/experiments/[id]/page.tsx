import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ExperimentId } from "../../../db/contract/identifiers";
import { ExperimentPage } from "../../components/experiment/experiment-page";
import { isNotFound, Prefetched, requestQueryClient, serverTrpc } from "../../trpc/server";

type Props = { params: Promise<{ id: string }> };

/** Reads the experiment once a request, for the title and for the page. */
async function readExperiment(id: string) {
  if (!ExperimentId.safeParse(id).success) notFound();
  const trpc = serverTrpc();
  if (!trpc) return null;
  try {
    return await requestQueryClient().fetchQuery(trpc.experiments.get.queryOptions({ id }));
  } catch (error) {
    if (isNotFound(error)) notFound();
    // Any other failure is told by the page itself, where it can be read again.
    return null;
  }
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const experiment = await readExperiment((await params).id);
  return { title: experiment?.question || experiment?.name || "Experiment" };
}

export default async function Page({ params }: Props) {
  const { id } = await params;
  await readExperiment(id);
  return (
    <Prefetched reads={() => []}>
      <ExperimentPage id={id} />
    </Prefetched>
  );
}

"use client";

import { useQuery } from "@tanstack/react-query";
import { FlaskConical } from "lucide-react";
import Link from "next/link";
import type { EpisodeRow, Hypothesis } from "../../../db/contract/read-models";
import { builtInNames } from "../../../db/contract/workloads";
import { useTRPC } from "../../trpc/client";
import { Skeleton } from "../ui/skeleton";

/** What may have caused an episode, with what speaks for and against it, and the experiment that would test it. */
export function EpisodeCauses({ episode }: { episode: Pick<EpisodeRow, "id" | "runId" | "workload"> }) {
  const trpc = useTRPC();
  const { data, error } = useQuery(trpc.episodes.causes.queryOptions({ id: episode.id }));
  if (error)
    return (
      <p role="alert" className="text-critical">
        Causes could not be ranked: {error.message}
      </p>
    );
  if (!data) return <Skeleton className="h-24" label="Weighing likely causes" />;
  if (data.length === 0) return null;
  return (
    <section aria-label="Likely causes" className="flex flex-col gap-2">
      <h3 className="font-semibold">Likely causes</h3>
      <p className="text-12 text-muted">
        Hypotheses from the run's own log, until an experiment supports one.
      </p>
      <ol className="flex flex-col gap-2">
        {data.map((hypothesis, place) => (
          <li key={hypothesis.cause} className="flex flex-col gap-1 border-t pt-2">
            <Cause hypothesis={hypothesis} place={place + 1} test={testOf(episode, hypothesis)} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Cause({ hypothesis, place, test }: { hypothesis: Hypothesis; place: number; test: string | null }) {
  const { title, evidenceFor, evidenceAgainst, intervention } = hypothesis;
  return (
    <>
      <p className="font-medium">
        <span className="text-muted figures">{place}. </span>
        {title}
      </p>
      <ul className="text-12">
        {evidenceFor.map((text) => (
          <Clue key={text} sign="+" meaning="For it" text={text} />
        ))}
        {evidenceAgainst.map((text) => (
          <Clue key={text} sign="−" meaning="Against it" text={text} />
        ))}
      </ul>
      <p className="text-12 text-muted">{intervention.words}.</p>
      {test && (
        <Link
          href={test}
          className="inline-flex items-center gap-1 text-12 font-medium text-accent hover:underline"
        >
          <FlaskConical size={12} aria-hidden />
          Test this over paired seeds
        </Link>
      )}
    </>
  );
}

function Clue({ sign, meaning, text }: { sign: string; meaning: string; text: string }) {
  return (
    <li className="flex gap-1.5">
      <span aria-hidden className="w-2 shrink-0 text-muted figures">
        {sign}
      </span>
      <span className="sr-only">{meaning}: </span>
      {text}
    </li>
  );
}

/** The launch form with the draft that tests a hypothesis; null for runs of other programs and what no setting changes. */
function testOf({ runId, workload }: Pick<EpisodeRow, "runId" | "workload">, { intervention }: Hypothesis) {
  const { arm, factors } = intervention;
  if (!builtInNames.some((name) => name === workload)) return null;
  if (arm) return `/launch?${new URLSearchParams({ from: runId, test: arm })}`;
  const rate = factors?.["learning rate"];
  if (rate === undefined) return null;
  return `/launch?${new URLSearchParams({ from: runId, rate: String(Number(rate.toPrecision(2))) })}`;
}

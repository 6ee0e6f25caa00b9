"use client";

import { useQuery } from "@tanstack/react-query";
import { FlaskConical } from "lucide-react";
import Link from "next/link";
import type { CauseTest, EpisodeRow, Hypothesis } from "../../../db/contract/read-models";
import { builtInNames } from "../../../db/contract/workloads";
import { cx } from "../../format/class-names";
import { formatNumber } from "../../format/number";
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
        Hypotheses from the run's own log, until an experiment supports one. {howToTest(episode.workload)}
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
  const { title, evidenceFor, evidenceAgainst, intervention, tested } = hypothesis;
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
      <Changes intervention={intervention} />
      {tested && <Tested by={tested} />}
      {test && !tested && (
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

const testedWords: Record<CauseTest["decision"], string> = {
  better: "Supported by",
  worse: "Not supported by",
  inconclusive: "Not settled by",
  "too-few-seeds": "Not settled by",
  running: "Being tested by",
};

/** A hypothesis that an experiment has taken up: what that says, with its figures. */
function Tested({ by: { experimentId, experimentName, decision, sentence } }: { by: CauseTest }) {
  return (
    <p className={cx("text-12", decision === "better" ? "text-good" : "text-muted")}>
      <span className="font-medium">{testedWords[decision]}</span>{" "}
      <Link href={`/experiments/${experimentId}`} className="text-accent hover:underline">
        {experimentName}
      </Link>
      : {sentence}.
    </p>
  );
}

/** What to change: as an arm, or by the names that the settings of another program's config have. */
function Changes({ intervention: { arm, command, changes = [] } }: Pick<Hypothesis, "intervention">) {
  if (changes.length > 0)
    return (
      <ul className="text-12 text-muted" aria-label="In the config of its program">
        {changes.map(({ setting, from, to }) => (
          <li key={setting} className="figures">
            <code className="font-mono">{setting}</code>: {formatNumber(from)} → {formatNumber(to)}
          </li>
        ))}
      </ul>
    );
  if (arm === undefined || command === undefined) return null;
  return (
    <p className="text-12 text-muted">
      As an arm: <code className="font-mono break-words">{arm}</code>
    </p>
  );
}

/** How a hypothesis about a run can be tested, by who trains it. */
function howToTest(workload: EpisodeRow["workload"]): string {
  if (workload === "external")
    return "Another program trained this run: make a change there, record or import the new run, and compare the two.";
  if (isBuiltIn(workload)) return "";
  return "Your own module trained this run: gradiometer compare takes it with a cause's arm after --arms.";
}

const isBuiltIn = (workload: EpisodeRow["workload"]): boolean =>
  builtInNames.some((name) => name === workload);

/** The launch form with the draft that tests a hypothesis; null where a page cannot start it, or no setting changes it. */
function testOf(
  { runId, workload }: Pick<EpisodeRow, "runId" | "workload">,
  { intervention: { arm } }: Hypothesis,
) {
  if (!isBuiltIn(workload) || arm === undefined) return null;
  return `/launch?${new URLSearchParams({ from: runId, test: arm })}`;
}

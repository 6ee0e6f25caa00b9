"use client";

import { useMutation } from "@tanstack/react-query";
import { Play } from "lucide-react";
import { useRouter } from "next/navigation";
import { type ReactNode, useMemo } from "react";
import { useTRPC } from "../../trpc/client";
import { Button } from "../ui/button";
import { ArmBody, ArmErrors } from "./arm-body";
import { ArmRows } from "./arm-rows";
import { checkFork } from "./check-fork";
import { checkDraft, type Draft } from "./draft";
import { GuardrailRows } from "./guardrail-rows";
import { type ForkOrigin, type LaunchMode, presetDraft } from "./initial-draft";
import { LaunchSummary } from "./launch-summary";
import { PresetChips } from "./preset-chips";
import { SeedsFields } from "./seeds-fields";
import { IntegerSetting } from "./setting-field";
import { SettingsForm } from "./settings-form";

export interface LaunchFormProps {
  mode: LaunchMode;
  /** With mode "run": the run begins with a checkpoint of another one. */
  fork?: ForkOrigin;
  draft: Draft;
  onChange: (change: Partial<Draft>) => void;
  /** The choice of the workload, above the rest. */
  children: ReactNode;
}

/** Arms, seeds and settings on the left; what comes of them, and the button, on the right. */
export function LaunchForm({ mode, fork, draft, onChange, children }: LaunchFormProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const checked = useMemo(() => {
    const plain = checkDraft(mode === "run" ? oneArm(draft) : draft);
    return fork ? checkFork(plain, fork) : plain;
  }, [draft, mode, fork]);
  const compare = useMutation(
    trpc.experiments.create.mutationOptions({ onSuccess: ({ id }) => router.push(`/experiments/${id}`) }),
  );
  const train = useMutation(
    trpc.launches.run.mutationOptions({ onSuccess: ({ runId }) => router.push(`/runs/${runId}`) }),
  );
  const forked = useMutation(
    trpc.runs.fork.mutationOptions({ onSuccess: ({ runId }) => router.push(`/runs/${runId}`) }),
  );
  const mutation = fork ? forked : mode === "run" ? train : compare;
  // From the click until the new page is there: a second click would start it twice.
  const starting = mutation.isPending || mutation.isSuccess;

  const start = () => {
    if (starting) return;
    if (fork) {
      if (checked.run) forked.mutate({ id: fork.run.id, atStep: fork.step, config: checked.run });
      return;
    }
    if (mode === "run" && checked.run) train.mutate({ config: checked.run });
    if (mode === "compare" && checked.experiment) compare.mutate(checked.experiment);
  };

  return (
    <form
      className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_340px]"
      onSubmit={(event) => {
        event.preventDefault();
        start();
      }}
    >
      <div className="flex min-w-0 flex-col gap-8">
        <Section title={fork ? "Where it begins" : "Workload"}>{children}</Section>
        {mode === "compare" ? (
          <>
            <Section title="Question" note="The title of the comparison; optional.">
              <input
                aria-label="Question"
                className="field w-full"
                maxLength={300}
                placeholder="Which stabilizer keeps this training stable?"
                value={draft.question}
                onChange={(event) => onChange({ question: event.target.value })}
              />
            </Section>
            <Section
              title="Arms"
              note="Each arm is the workload with its stabilizers; the first is the control."
              end={
                <PresetChips
                  workload={draft.workload}
                  arms={draft.arms}
                  onChoose={(preset) => onChange(presetDraft(preset))}
                />
              }
            >
              <ArmRows
                arms={draft.arms}
                workload={draft.workload}
                errors={checked.errors}
                onChange={(arms) => onChange({ arms })}
              />
            </Section>
            <Section title="Seeds">
              <SeedsFields draft={draft} errors={checked.errors} onChange={onChange} />
            </Section>
          </>
        ) : (
          <OneRunFields draft={draft} ownSeed={!fork} errors={checked.errors} onChange={onChange} />
        )}
        <Section
          title="Guardrails"
          note={
            mode === "compare"
              ? "What a run does by itself when a detector finds something; of every arm, before its own."
              : "What the run does by itself when a detector finds something. Of several that apply the first acts."
          }
        >
          <GuardrailRows
            guardrails={draft.guardrails}
            errors={checked.errors}
            onChange={(guardrails) => onChange({ guardrails })}
          />
        </Section>
        <Section title="Settings" note={mode === "compare" ? "The same for every arm." : undefined}>
          <SettingsForm draft={draft} errors={checked.errors} onChange={(values) => onChange({ values })} />
        </Section>
      </div>
      <LaunchSummary
        mode={mode}
        fork={fork}
        draft={draft}
        checked={checked}
        failure={mutation.error?.message ?? null}
      >
        <Button
          variant="primary"
          type="submit"
          disabled={starting || (mode === "run" ? checked.run : checked.experiment) === null}
        >
          <Play size={14} aria-hidden />
          {starting ? "Starting" : fork ? "Fork run" : mode === "run" ? "Train one run" : "Start comparison"}
        </Button>
      </LaunchSummary>
    </form>
  );
}

function OneRunFields({
  draft,
  ownSeed,
  errors,
  onChange,
}: {
  draft: Draft;
  /** A fork has its parent's. */
  ownSeed: boolean;
  errors: Readonly<Record<string, string>>;
  onChange: (change: Partial<Draft>) => void;
}) {
  const [first, ...others] = draft.arms;
  if (!first) return null;
  return (
    <>
      <Section title="Stabilizers">
        <div className="rounded-md border pt-2">
          <ArmBody
            arm={first}
            index={0}
            workload={draft.workload}
            errors={errors}
            onChange={(arm) => onChange({ arms: [arm, ...others] })}
          />
          <ArmErrors index={0} errors={errors} />
        </div>
      </Section>
      {ownSeed && (
        <IntegerSetting
          label="Seed"
          help="Initialization, data order and noise; the same seed trains the same run"
          error={errors.firstSeed}
          value={draft.firstSeed}
          onChange={(firstSeed) => onChange({ firstSeed })}
          className="max-w-60"
        />
      )}
    </>
  );
}

function Section({
  title,
  note,
  end,
  children,
}: {
  title: string;
  note?: string;
  end?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className="flex min-w-0 flex-col gap-3">
      <div className="flex flex-wrap items-end justify-between gap-x-4 gap-y-2">
        <div>
          <h2 className="text-16 font-semibold">{title}</h2>
          {note && <p className="text-13 text-muted">{note}</p>}
        </div>
        {end}
      </div>
      {children}
    </section>
  );
}

/** One run looks at the first arm and the first seed only; errors elsewhere do not concern it. */
function oneArm(draft: Draft): Draft {
  return { ...draft, arms: draft.arms.slice(0, 1), seeds: "1", question: "" };
}

import { CircleCheck, CircleDashed, CirclePlay, Scale } from "lucide-react";
import type { ExperimentDetail } from "../../../db/contract/read-models";
import { cx } from "../../format/class-names";
import { formatRemaining } from "../../format/duration";
import { formatPercent } from "../../format/number";
import { ProgressBar } from "../ui/progress-bar";
import { type VerdictState, verdictState } from "./outcome-rows";

const marks: Record<VerdictState, { icon: typeof CirclePlay; colour: string }> = {
  running: { icon: CirclePlay, colour: "text-accent" },
  decided: { icon: CircleCheck, colour: "text-good" },
  inconclusive: { icon: Scale, colour: "text-warning" },
  "too-few-seeds": { icon: CircleDashed, colour: "text-warning" },
  "no-comparison": { icon: CircleDashed, colour: "text-muted" },
};

/** The answer in words, or why there is none yet. */
export function VerdictBanner({ experiment }: { experiment: ExperimentDetail }) {
  const { icon: Icon, colour } = marks[verdictState(experiment)];
  const { progress, etaMs, runs } = experiment;
  const active = runs.queued + runs.running > 0;
  return (
    <section aria-label="Verdict" className="rounded-md border bg-surface px-4 py-3">
      <div className="flex items-start gap-3">
        <Icon size={20} className={cx("mt-0.5 shrink-0", colour)} aria-hidden />
        <div className="min-w-0 flex-1">
          <p className="text-16 font-medium text-pretty" aria-live="polite">
            {experiment.verdict}
          </p>
          <p className="mt-0.5 text-13 text-muted">
            Decided by: {experiment.outcomeMeaning}; {experiment.outcomeBetter} is better.
          </p>
        </div>
        {active && (
          <span className="shrink-0 text-right text-13 text-muted figures">
            {formatPercent(progress)}
            <span className="block">{formatRemaining(etaMs)}</span>
          </span>
        )}
      </div>
      {active && <ProgressBar value={progress} label="Progress of the experiment" className="mt-3" />}
    </section>
  );
}

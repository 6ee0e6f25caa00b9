"use client";

import { Chip } from "../ui/chip";
import { whatCanBeDetected } from "./detectable";
import type { Draft } from "./draft";
import { IntegerSetting } from "./setting-field";

const usual = [3, 6, 7, 10, 15];

/** How many paired seeds, and beside it what that many can show. */
export function SeedsFields({
  draft,
  errors,
  onChange,
}: {
  draft: Draft;
  errors: Readonly<Record<string, string>>;
  onChange: (change: Partial<Draft>) => void;
}) {
  const pairs = Number(draft.seeds);
  const detectable =
    errors.seeds === undefined && draft.arms.length > 1 && Number.isInteger(pairs)
      ? whatCanBeDetected(pairs, draft.arms.length - 1)
      : null;
  return (
    <div className="grid gap-x-6 gap-y-3 sm:grid-cols-[minmax(0,240px)_minmax(0,1fr)]">
      <div className="flex flex-col gap-2">
        <IntegerSetting
          label="Seeds"
          help="Every arm trains with the same seeds"
          error={errors.seeds}
          value={draft.seeds}
          onChange={(seeds) => onChange({ seeds })}
        />
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would name a group of fields, these are shortcuts. */}
        <div className="flex flex-wrap gap-1.5" role="group" aria-label="Usual numbers of seeds">
          {usual.map((count) => (
            <Chip
              key={count}
              pressed={draft.seeds.trim() === String(count)}
              onClick={() => onChange({ seeds: String(count) })}
            >
              {count}
            </Chip>
          ))}
        </div>
        <IntegerSetting
          label="First seed"
          help="The others count on from it"
          error={errors.firstSeed}
          value={draft.firstSeed}
          onChange={(firstSeed) => onChange({ firstSeed })}
        />
      </div>
      <div className="rounded-md bg-surface px-4 py-3" aria-live="polite">
        <h3 className="text-13 font-medium">What this can show</h3>
        <p className={detectable && !detectable.canDecide ? "mt-1 text-warning" : "mt-1"}>
          {draft.arms.length < 2
            ? "With one arm there is nothing to compare; its spread over seeds is shown."
            : (detectable?.sentence ?? "Enter how many seeds each arm trains with.")}
        </p>
        <p className="mt-2 text-13 text-muted">
          A pair is one seed trained in the control and in another arm: same initialization, data order and
          noise. An exact sign-flip test over the pairs decides, together with the interval of their mean
          difference.
        </p>
      </div>
    </div>
  );
}

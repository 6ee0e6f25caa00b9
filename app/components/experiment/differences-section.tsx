"use client";

import { useMemo } from "react";
import type { ExperimentDetail } from "../../../db/contract/read-models";
import { Chart, useChartFrame } from "../../charts/chart";
import { formatNumber } from "../../format/number";
import { palettes } from "../../format/palette";
import { seriesTitle } from "../../format/words";
import { useTheme } from "../../theme/theme-provider";
import { type ComparedArm, differenceRowPx, differencesFigure, differencesTable } from "./differences-figure";

/** Decisions whose sentence says more than the verdict and the table. */
const decided: ReadonlySet<string> = new Set(["better", "worse", "inconclusive"]);

/** Each arm against the control, pair by pair. */
export function DifferencesSection({ experiment }: { experiment: ExperimentDetail }) {
  const { theme } = useTheme();
  const frame = useChartFrame();
  const control = experiment.arms.find((arm) => arm.position === 0);
  const arms = useMemo<ComparedArm[]>(
    () =>
      experiment.comparisons.flatMap((comparison) => {
        const arm = experiment.arms.find((one) => one.id === comparison.armId);
        return arm ? [{ name: arm.name, position: arm.position, comparison }] : [];
      }),
    [experiment],
  );
  const controlName = control?.name ?? "the control";
  const drawn = useMemo(
    () =>
      frame.width === 0
        ? null
        : differencesFigure({ arms, controlName, theme, palette: palettes[theme], width: frame.width }),
    [arms, controlName, theme, frame.width],
  );
  if (arms.length === 0) return null;
  const hasPairs = arms.some(({ comparison }) => comparison.n > 0);
  const { outcomeBetter } = experiment;
  return (
    <section aria-labelledby="differences" className="flex flex-col gap-3">
      <div>
        <h2 id="differences" className="text-16 font-semibold">
          Paired differences
        </h2>
        <p className="text-13 text-muted">
          A dot is one seed, arm minus {controlName}; below the dots their mean and its 95 % interval.{" "}
          {outcomeBetter === "higher" ? "Right" : "Left"} of the line is better.
        </p>
      </div>
      <Chart
        frame={frame}
        title={seriesTitle(experiment.outcomeSeries)}
        unit="difference"
        meaning={experiment.outcomeMeaning}
        description={describe(arms, controlName)}
        figure={hasPairs ? (drawn?.figure ?? null) : null}
        margins={drawn?.margins}
        height={drawn?.height ?? arms.length * differenceRowPx + 48}
        table={() => differencesTable(arms)}
        empty={`A dot appears for each seed that has ended in both ${controlName} and another arm.`}
      />
      <ul className="flex flex-col gap-1 text-13 empty:hidden">
        {arms
          .filter(({ comparison }) => decided.has(comparison.decision))
          .map(({ comparison }) => (
            <li key={comparison.armId}>{comparison.sentence}.</li>
          ))}
      </ul>
    </section>
  );
}

function describe(arms: readonly ComparedArm[], controlName: string): string {
  const parts = arms.map(({ name, comparison }) =>
    comparison.meanDifference === null
      ? `${name}: no pair yet`
      : `${name}: ${formatNumber(comparison.meanDifference)} over ${comparison.n} pairs`,
  );
  return `Mean paired differences from ${controlName}. ${parts.join("; ")}.`;
}

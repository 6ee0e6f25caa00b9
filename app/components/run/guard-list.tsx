"use client";

import { useEffect } from "react";
import type { GuardAction } from "../../../db/contract/guardrails";
import { useChartSync } from "../../charts/crosshair";
import { guardGlyphs } from "../../charts/guard-marks";
import { formatStep } from "../../format/number";
import { guardWords, seriesTitle } from "../../format/words";

/** The latest of many: a run that skips hundreds of steps is known by its count. */
const shownAtMost = 50;

/** What the run's guardrails did, and why; hover lights the step on the charts. */
export function GuardList({ actions }: { actions: readonly GuardAction[] }) {
  const { lit } = useChartSync();
  useEffect(() => () => lit.set(null), [lit]);
  const shown = actions.slice(-shownAtMost);
  return (
    <section aria-labelledby="guardrails-heading" className="mb-4">
      <h2 id="guardrails-heading" className="flex h-7 items-center font-semibold">
        Guardrails
      </h2>
      {shown.length < actions.length && (
        <p className="pt-1 text-12 text-muted">
          The last {shownAtMost} of {formatStep(actions.length)} actions
        </p>
      )}
      <ol className="mt-1 flex flex-col">
        {shown.map((action) => (
          <li
            key={`${action.wallTimeMs} ${action.action} ${action.series} ${action.outcome}`}
            className="flex gap-2 border-t px-1 py-1.5 text-13 hover:bg-hover"
            onPointerEnter={() => lit.set([action.step, action.step])}
            onPointerLeave={() => lit.set(null)}
          >
            <span aria-hidden className="w-3 shrink-0 text-center">
              {guardGlyphs[action.action]}
            </span>
            <span className="min-w-0 flex-1">
              <span className="flex justify-between gap-2">
                <span className="font-medium">{guardWords[action.action]}</span>
                <span className="whitespace-nowrap text-12 text-muted figures">
                  step {formatStep(action.step)}
                </span>
              </span>
              <span className="block text-12 break-words">{action.outcome}</span>
              <span className="block text-12 break-words text-muted">
                {seriesTitle(action.series)}: {action.reason}
              </span>
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

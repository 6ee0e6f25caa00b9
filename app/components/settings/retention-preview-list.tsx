import Link from "next/link";
import type { RetentionPreview } from "../../../db/contract/read-models";
import { formatNumber, formatStep, plural } from "../../format/number";
import { RelativeTime } from "../ui/relative-time";
import { RunState } from "../ui/run-state";

/** What a rule would delete now, in a sentence and the first runs that would go. */
export function RetentionPreviewList({ preview, saved }: { preview: RetentionPreview; saved: boolean }) {
  const { rule, ended, runs, points, oldest } = preview;
  return (
    <div className="rounded-md border bg-surface px-3 py-2 text-13" aria-live="polite">
      <p className="figures">
        {rule === null
          ? `Every run is kept: ${plural(ended, "run")} ${ended === 1 ? "has" : "have"} ended.`
          : `${saved ? "By this rule" : "By the rule as typed"}, ${formatStep(runs)} of ${plural(ended, "ended run")} would be deleted now${runs > 0 ? `, with ${formatNumber(points)} points` : ""}.`}
      </p>
      {oldest.length > 0 && (
        <ul className="mt-1.5 flex flex-col gap-1 border-t pt-1.5">
          {oldest.map(({ id, name, status, endedAt }) => (
            <li key={id} className="flex items-center gap-2">
              <RunState status={status} compact />
              <Link href={`/runs/${id}`} prefetch={false} className="min-w-0 truncate hover:underline">
                {name}
              </Link>
              <span className="ml-auto whitespace-nowrap text-muted">
                ended <RelativeTime timeMs={endedAt} />
              </span>
            </li>
          ))}
          {runs > oldest.length && (
            <li className="text-muted">and {plural(runs - oldest.length, "newer run")}</li>
          )}
        </ul>
      )}
    </div>
  );
}

import Link from "next/link";
import { plural } from "../../format/number";
import { Notice } from "../ui/notice";
import { ProgressBar } from "../ui/progress-bar";
import type { AskedImport } from "./use-imports";

/** How an import stands: its progress, then its runs with what is to be said of them, or why there are none. */
export function ImportState({ of: { source, job, error } }: { of: AskedImport }) {
  const failure = error ?? (job?.state === "failed" ? job.message : null);
  if (failure !== null)
    return (
      <Notice tone="error">
        <p className="font-medium">{source}</p>
        <p className="text-13 whitespace-pre-line">{failure}</p>
      </Notice>
    );
  if (job?.state !== "done")
    return (
      <div className="flex flex-col gap-1 text-13">
        <p>
          {source}: {job ? plural(job.points, "point") : "sending"}
        </p>
        <ProgressBar
          value={job && job.totalBytes > 0 ? job.bytes / job.totalBytes : 0}
          label={`Import of ${source}`}
        />
      </div>
    );
  return (
    <Notice tone="good">
      <ul className="flex flex-col gap-1 text-13">
        {job.runs.map(({ runId, name, points, remarks }) => (
          <li key={runId}>
            <Link href={`/runs/${runId}`} className="font-medium text-accent hover:underline">
              {name}
            </Link>
            : {points === 0 ? "nothing new" : plural(points, "point")}
            {remarks.map((remark) => (
              <p key={remark} className="text-muted">
                {remark}
              </p>
            ))}
          </li>
        ))}
      </ul>
      {job.message !== null && <p className="text-13 whitespace-pre-line">{job.message}</p>}
    </Notice>
  );
}

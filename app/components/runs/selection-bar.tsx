"use client";

import Link from "next/link";
import { plural } from "../../format/number";
import { ExportRuns } from "../run/export-run";
import { Button } from "../ui/button";

/** The most runs that one comparison reads. */
export const MOST_COMPARED = 50;

/** The most that the backtest page replays at once. */
const MOST_REPLAYED = 24;

/** The most that an address can name, at 64 characters each. */
const MOST_EXPORTED = 200;

export const compareHref = (ids: readonly string[]): string => `/compare?runs=${ids.join(",")}`;

/** What can be done with the selected runs. */
export function SelectionBar({ ids, onClear }: { ids: readonly string[]; onClear: () => void }) {
  if (ids.length === 0) return null;
  const tooMany = ids.length > MOST_COMPARED;
  return (
    <div
      role="toolbar"
      aria-label="Selected runs"
      className="fixed bottom-4 left-1/2 z-20 flex -translate-x-1/2 items-center gap-3 rounded-md bg-raised py-2 pr-2 pl-4 shadow-float max-md:bottom-16"
    >
      <span className="whitespace-nowrap figures">{plural(ids.length, "run")} selected</span>
      {tooMany ? (
        <span className="text-13 text-muted">Compare takes at most {MOST_COMPARED}</span>
      ) : (
        <Button asChild variant="primary" size="small">
          <Link href={compareHref(ids)}>Compare</Link>
        </Button>
      )}
      {ids.length <= MOST_REPLAYED && (
        <Button asChild size="small">
          <Link href={`/backtest?runs=${ids.join(",")}`}>Backtest</Link>
        </Button>
      )}
      {ids.length <= MOST_EXPORTED && <ExportRuns runIds={ids} />}
      <Button size="small" variant="quiet" onClick={onClear}>
        Clear
      </Button>
    </div>
  );
}

"use client";

import Link from "next/link";
import { useState } from "react";
import type { BuiltInName } from "../../../db/contract/workloads";
import type { ThresholdValues } from "../../backtest/search-params";
import { formatNumber } from "../../format/number";
import { Button } from "../ui/button";
import { Popover } from "../ui/popover";
import { RelativeTime } from "../ui/relative-time";
import type { Detector } from "./slider-scale";
import { inWords } from "./threshold-field";
import type { KeptThreshold, useKeptThresholds } from "./use-kept-thresholds";

type Workload = KeptThreshold["workload"];

/** Makes what was tried what runs are judged by from now on: of all workloads, or of one. */
export function KeepThresholds({
  detector,
  values,
  inUse,
  workloads,
  keep,
  onKept,
}: {
  detector: Detector;
  values: ThresholdValues;
  inUse: ThresholdValues;
  workloads: readonly string[];
  keep: ReturnType<typeof useKeptThresholds>["keep"];
  onKept: () => void;
}) {
  const [isOpen, open] = useState(false);
  const [workload, choose] = useState<Workload>("");
  const [ended, setEnded] = useState(false);
  const changes = Object.entries(values);
  const standardOf = (name: string) => detector.parameters.find((one) => one.name === name)?.standard;
  const submit = () => {
    // For all runs, a default is what holds where nothing is kept.
    const kept = changes.map(([name, value]) => [
      name,
      workload === "" && value === standardOf(name) ? null : value,
    ]);
    keep(
      {
        workload: workload as BuiltInName | "",
        detector: detector.id,
        values: Object.fromEntries(kept),
        ended,
      },
      `${changes.length === 1 ? "The threshold holds" : "The thresholds hold"} from now on for ${workload === "" ? "all runs" : `runs of ${workload}`}.`,
      onKept,
    );
    open(false);
  };
  return (
    <Popover
      label="Use these thresholds from now on"
      align="start"
      open={isOpen}
      onOpenChange={open}
      className="w-[340px] p-3"
      trigger={
        <Button size="small" variant="primary" disabled={changes.length === 0}>
          Use from now on
        </Button>
      }
    >
      <form
        className="flex flex-col gap-3 text-13"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <ul className="figures">
          {changes.map(([name, value]) => (
            <li key={name}>
              {inWords(name)}: {formatNumber(inUse[name] ?? standardOf(name) ?? Number.NaN)} →{" "}
              <span className="font-medium">{formatNumber(value)}</span>
            </li>
          ))}
        </ul>
        <fieldset className="flex flex-col gap-1">
          <legend className="mb-1 text-muted">Runs to come and those that go on are judged by it</legend>
          {["", ...workloads].map((name) => (
            <label key={name} className="flex min-h-6 items-center gap-2">
              <input
                type="radio"
                name="scope"
                checked={workload === name}
                onChange={() => choose(name)}
                className="accent-accent"
              />
              {name === "" ? "of all workloads" : `of ${name} only`}
            </label>
          ))}
        </fieldset>
        <label className="flex items-start gap-2">
          <input
            type="checkbox"
            checked={ended}
            onChange={(event) => setEnded(event.target.checked)}
            className="mt-1 accent-accent"
          />
          <span>
            Judge runs that have ended anew as well
            <span className="block text-12 text-muted">
              Their episodes may come and go; what people said of those that stay is kept, and nothing rings.
            </span>
          </span>
        </label>
        <div className="flex justify-end gap-2">
          <Button size="small" onClick={() => open(false)}>
            Cancel
          </Button>
          <Button size="small" variant="primary" type="submit">
            Keep
          </Button>
        </div>
      </form>
    </Popover>
  );
}

/** What of a detector is kept in the place of its defaults, by whom and since when. */
export function KeptNote({ kept }: { kept: readonly KeptThreshold[] }) {
  if (kept.length === 0) return null;
  return (
    <p className="text-13 text-muted figures">
      In use:{" "}
      {kept.map(({ workload, name, value, standard, author, setAt }, index) => (
        <span key={`${workload} ${name}`}>
          {index > 0 && "; "}
          {inWords(name)} {formatNumber(value)} in the place of {formatNumber(standard)}
          {workload !== "" && ` for ${workload}`}, kept by {author} <RelativeTime timeMs={setAt} />
        </span>
      ))}
      .{" "}
      <Link href="/settings" className="link">
        All that is kept
      </Link>
    </p>
  );
}

"use client";

import Link from "next/link";
import { episodeTitles } from "../../../db/contract/episode-titles";
import type { BuiltInName } from "../../../db/contract/workloads";
import { formatNumber } from "../../format/number";
import { inWords } from "../backtest/threshold-field";
import { type KeptThreshold, useKeptThresholds } from "../backtest/use-kept-thresholds";
import { Button } from "../ui/button";
import { Notice } from "../ui/notice";
import { RelativeTime } from "../ui/relative-time";
import { Section } from "./section";

/** Thresholds that runs are judged by in the place of detectors' defaults: which, for which runs, by whom and since when. */
export function KeptThresholdsSetting() {
  const { data, error, keep, isPending } = useKeptThresholds();
  const reset = ({ workload, detector, name }: KeptThreshold) =>
    keep(
      { workload: workload as BuiltInName | "", detector, values: { [name]: null } },
      `${inWords(name)} is the default again.`,
    );
  return (
    <Section
      title="Thresholds"
      note="Runs are judged by detectors' defaults, but for what is kept here. The backtest page tries others over stored runs first."
    >
      {error && <Notice tone="error">The thresholds could not be read. {error.message}</Notice>}
      {data?.length === 0 && (
        <p>
          The defaults hold.{" "}
          <Link href="/backtest" className="link">
            Try others
          </Link>
        </p>
      )}
      {data && data.length > 0 && (
        <>
          <ul aria-label="Thresholds that are kept">
            {data.map((one) => (
              <li
                key={`${one.workload} ${one.detector} ${one.name}`}
                className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b py-2"
              >
                <span className="min-w-0 flex-1 basis-64">
                  <Link
                    href={`/backtest?${new URLSearchParams({ detector: one.detector })}`}
                    className="hover:underline"
                  >
                    {episodeTitles[one.kind]}: {inWords(one.name).toLowerCase()}
                  </Link>{" "}
                  <span className="font-medium figures">{formatNumber(one.value)}</span>{" "}
                  <span className="text-muted figures">in the place of {formatNumber(one.standard)}</span>
                  <span className="block text-13 text-muted">
                    {one.workload === "" ? "For all runs" : `For runs of ${one.workload}`}, kept by{" "}
                    {one.author} <RelativeTime timeMs={one.setAt} />
                  </span>
                </span>
                <Button size="small" disabled={isPending} onClick={() => reset(one)}>
                  Reset
                </Button>
              </li>
            ))}
          </ul>
          <p className="text-13 text-muted">
            Runs that ended before are as they were judged then.{" "}
            <button
              type="button"
              className="link"
              disabled={isPending}
              onClick={() =>
                keep(
                  { detector: "exploding-gradient", values: {}, ended: true },
                  "All hold for ended runs as well.",
                )
              }
            >
              Judge them anew
            </button>
          </p>
        </>
      )}
    </Section>
  );
}

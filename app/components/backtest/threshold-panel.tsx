"use client";

import { useState } from "react";
import { episodeTitles } from "../../../db/contract/episode-titles";
import type { ThresholdValues } from "../../backtest/search-params";
import { cx } from "../../format/class-names";
import { Button } from "../ui/button";
import type { Detector, Parameter } from "./slider-scale";
import { ThresholdField } from "./threshold-field";

/** Thresholds in sight before "show all"; those that a detector names first decide most. */
const SHOWN = 6;
/** The same on a narrow screen, where the charts come after them. */
const SHOWN_NARROW = 3;

/** The detector that is replayed and its thresholds. */
export function ThresholdPanel({
  detectors,
  detector,
  values,
  inUse,
  onDetector,
  onValues,
}: {
  detectors: readonly Detector[];
  detector: Detector;
  /** Those that differ from what is in use. */
  values: ThresholdValues;
  /** Those that are kept in the place of their defaults. */
  inUse: ThresholdValues;
  onDetector: (id: Detector["id"]) => void;
  onValues: (values: ThresholdValues) => void;
}) {
  const [all, setAll] = useState(false);
  const isChanged = ({ name }: Parameter) => values[name] !== undefined || inUse[name] !== undefined;
  const shown = detector.parameters.filter((one, index) => all || index < SHOWN || isChanged(one));
  const change = (name: string, usual: number, value: number) => {
    const { [name]: _, ...rest } = values;
    onValues(value === usual ? rest : { ...rest, [name]: value });
  };
  const usualOf = ({ name, standard }: Parameter) => inUse[name] ?? standard;
  return (
    <section aria-label="Thresholds" className="flex flex-col gap-2">
      <label className="flex flex-col gap-1 text-13">
        <span className="text-muted">Detector</span>
        <select
          className="field w-full"
          value={detector.id}
          onChange={(event) => onDetector(event.target.value as Detector["id"])}
        >
          {detectors.map(({ id, kind }) => (
            <option key={id} value={id}>
              {episodeTitles[kind]}
            </option>
          ))}
        </select>
      </label>
      <p className="text-12 text-muted">
        Reads {detector.reads.map((role) => role.replaceAll("-", " ")).join(", ")}.
      </p>
      <div>
        {shown.map((parameter, index) => (
          <div
            key={parameter.name}
            className={cx(!all && index >= SHOWN_NARROW && !isChanged(parameter) && "max-lg:hidden")}
          >
            <ThresholdField
              parameter={parameter}
              value={values[parameter.name] ?? usualOf(parameter)}
              inUse={usualOf(parameter)}
              onChange={(value) => change(parameter.name, usualOf(parameter), value)}
            />
          </div>
        ))}
      </div>
      {detector.parameters.length > SHOWN_NARROW && (
        <Button
          size="small"
          variant="quiet"
          className={cx(detector.parameters.length <= SHOWN && "lg:hidden")}
          aria-expanded={all}
          onClick={() => setAll(!all)}
        >
          {all ? "Show fewer thresholds" : `Show all ${detector.parameters.length} thresholds`}
        </Button>
      )}
    </section>
  );
}

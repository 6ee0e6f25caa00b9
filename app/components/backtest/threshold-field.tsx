"use client";

import { RotateCcw } from "lucide-react";
import { useId, useState } from "react";
import { cx } from "../../format/class-names";
import { formatNumber } from "../../format/number";
import { neighbour, type Parameter, PLACES, placeOf, valueAt } from "./slider-scale";

const unitWords: Record<Parameter["unit"], string> = {
  points: "points",
  steps: "steps",
  times: "times",
  share: "share",
  sigma: "σ",
  nats: "nats",
  value: "",
};

/** One threshold: what it does and why its default is what it is, a slider, and the number itself. */
export function ThresholdField({
  parameter,
  value,
  inUse,
  onChange,
}: {
  parameter: Parameter;
  value: number;
  /** What runs are judged by: the default, unless another value is kept. */
  inUse: number;
  onChange: (value: number) => void;
}) {
  const id = useId();
  const { name, standard, unit, reason, low, high } = parameter;
  const isChanged = value !== inUse;
  const move = (by: 1 | -1) => onChange(neighbour(parameter, value, by));
  return (
    <div className="flex flex-col gap-1 border-t py-2.5">
      <div className="flex h-[26px] items-center gap-2">
        <label htmlFor={id} className={cx("min-w-0 flex-1 truncate text-13", isChanged && "font-semibold")}>
          {inWords(name)}
        </label>
        {isChanged && (
          <button
            type="button"
            onClick={() => onChange(inUse)}
            aria-label={`Reset ${inWords(name)} to ${formatNumber(inUse)}`}
            title={`Reset to ${formatNumber(inUse)}`}
            className="grid size-6 place-items-center rounded-sm text-muted hover:bg-hover hover:text-text"
          >
            <RotateCcw size={13} aria-hidden />
          </button>
        )}
        <NumberInput parameter={parameter} value={value} onChange={onChange} />
        <span className="w-10 text-12 text-muted">{unitWords[unit]}</span>
      </div>
      <input
        id={id}
        type="range"
        min={0}
        max={PLACES}
        step={1}
        value={placeOf(parameter, value)}
        onChange={(event) => onChange(valueAt(parameter, Number(event.target.value)))}
        onKeyDown={(event) => {
          const by =
            event.key === "ArrowRight" || event.key === "ArrowUp"
              ? 1
              : event.key === "ArrowLeft" || event.key === "ArrowDown"
                ? -1
                : 0;
          if (by === 0) return;
          event.preventDefault();
          move(by);
        }}
        aria-valuetext={`${formatNumber(value)} ${unitWords[unit]}`}
        aria-describedby={`${id}-reason`}
        className="h-5 w-full accent-accent"
      />
      <div className="flex justify-between text-12 text-muted figures" aria-hidden>
        <span>{formatNumber(low)}</span>
        <span>
          {inUse !== standard && <span className="text-text">in use {formatNumber(inUse)} · </span>}
          default {formatNumber(standard)}
        </span>
        <span>{formatNumber(high)}</span>
      </div>
      <p id={`${id}-reason`} className="text-12 text-muted">
        {reason}
      </p>
    </div>
  );
}

/** What is typed holds once it is a number that the threshold can take; until then it is marked and nothing changes. */
function NumberInput({
  parameter,
  value,
  onChange,
}: {
  parameter: Parameter;
  value: number;
  onChange: (value: number) => void;
}) {
  const [text, setText] = useState(String(value));
  const [shown, setShown] = useState(value);
  if (value !== shown) {
    setShown(value);
    if (Number(text) !== value) setText(String(value));
  }
  const isGood = isPossible(parameter, text);
  return (
    <input
      type="text"
      inputMode="decimal"
      aria-label={`${inWords(parameter.name)}, value`}
      aria-invalid={!isGood}
      value={text}
      onChange={(event) => {
        setText(event.target.value);
        if (isPossible(parameter, event.target.value)) {
          setShown(Number(event.target.value));
          onChange(Number(event.target.value));
        }
      }}
      onBlur={() => !isGood && setText(String(value))}
      className="field h-[26px] w-20 text-right text-13 figures"
    />
  );
}

function isPossible({ unit, isWhole }: Parameter, text: string): boolean {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value) || value < 0) return false;
  if (isWhole && !Number.isInteger(value)) return false;
  if (unit === "points" && (value < 1 || value > 100_000)) return false;
  return unit !== "share" || value <= 1;
}

/** `jumpRatio` -> `Jump ratio` */
export function inWords(name: string): string {
  const words = name.replaceAll(/([a-z\d])([A-Z])/g, "$1 $2").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

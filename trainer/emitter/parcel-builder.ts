import type { Environment, LogLine, StatusChange } from "../../db/contract/events";
import type { GuardAction } from "../../db/contract/guardrails";
import type { Points } from "../probes/points";
import type { Columns, Parcel, ParcelCheckpoint, Picture } from "./messages";

/** Collects events between two flushes. */
export interface ParcelBuilder {
  readonly isEmpty: boolean;
  points(step: number, points: Points): void;
  log(line: LogLine): void;
  picture(picture: Picture): void;
  checkpoint(checkpoint: ParcelCheckpoint): void;
  guardAction(action: GuardAction): void;
  environment(environment: Environment): void;
  status(status: StatusChange): void;
  /** For the first of a parcel: the run has gone back to its state after this step. */
  retreat(toStep: number): void;
  /** What was collected, and the buffers in it that can be transferred; starts anew. */
  take(): { parcel: Parcel; buffers: ArrayBuffer[] };
}

export function createParcelBuilder(now: () => number): ParcelBuilder {
  let series = new Map<string, { step: number[]; wallTimeMs: number[]; value: number[] }>();
  let parcel = emptyParcel();
  return {
    get isEmpty() {
      return (
        series.size === 0 &&
        parcel.log.length === 0 &&
        parcel.pictures.length === 0 &&
        parcel.checkpoints.length === 0 &&
        parcel.guardActions.length === 0 &&
        !parcel.environment &&
        !parcel.status &&
        parcel.retreatTo === undefined
      );
    },
    points(step, points) {
      const wallTimeMs = now();
      for (const [name, value] of points) {
        let columns = series.get(name);
        if (!columns) {
          columns = { step: [], wallTimeMs: [], value: [] };
          series.set(name, columns);
        }
        columns.step.push(step);
        columns.wallTimeMs.push(wallTimeMs);
        columns.value.push(value);
      }
    },
    log: (line) => void parcel.log.push(line),
    picture: (picture) => void parcel.pictures.push(picture),
    checkpoint: (checkpoint) => void parcel.checkpoints.push(checkpoint),
    guardAction: (action) => void parcel.guardActions.push(action),
    environment(environment) {
      parcel.environment = environment;
    },
    status(status) {
      parcel.status = status;
    },
    retreat(toStep) {
      parcel.retreatTo = toStep;
    },
    take() {
      const taken: Parcel = { ...parcel, series: Array.from(series, toColumns) };
      const buffers = [
        ...taken.series.flatMap(({ step, wallTimeMs, value }) => [step, wallTimeMs, value]),
        ...taken.pictures.map(({ drawing }) => (drawing.kind === "grid" ? drawing.images : drawing.samples)),
      ].map(({ buffer }) => buffer);
      series = new Map();
      parcel = emptyParcel();
      return { parcel: taken, buffers };
    },
  };
}

export const emptyParcel = (): Parcel => ({
  series: [],
  log: [],
  pictures: [],
  checkpoints: [],
  guardActions: [],
});

function toColumns([name, columns]: [
  string,
  { step: number[]; wallTimeMs: number[]; value: number[] },
]): Columns {
  return {
    name,
    step: Float64Array.from(columns.step),
    wallTimeMs: Float64Array.from(columns.wallTimeMs),
    value: Float64Array.from(columns.value),
  };
}

import { GradiometerError } from "../../db/contract/errors";
import { SeriesName } from "../../db/contract/events";
import { ingestLimits } from "../../db/contract/ingest";

/** The names of a call's metrics in their order. */
interface Shape {
  id: number;
  names: readonly string[];
  /** Of the call that came after the last one with this shape: programs repeat themselves. */
  next: Shape | undefined;
}

/** Programs with more combinations of names are written value by value. */
const mostShapes = 1_000;
/** Before the values of a row: its shape, step and wall time. */
const head = 3;

/**
 * Rows of metrics on their way to another thread. A call costs a comparison and a store a metric where its names are
 * those that came after the call before the last time.
 */
export interface RowBuffer {
  /** Writes a row. Throws a GradiometerError, having written nothing, where it holds anything but numbers. */
  add(metrics: Readonly<Record<string, number>>, step: number, wallTimeMs: number): void;
  readonly length: number;
  /** Of what has been written since the last call: its length, and the names and shapes that it was the first to use. */
  take(): { length: number; names: string[]; shapes: number[][] };
}

/** `slot` gives the memory to write to; `full` has to hand it over, with `take`, before it returns. */
export function createRowBuffer(slot: () => Float64Array, full: () => void): RowBuffer {
  const series = new Map<string, number>();
  const shapesByFirst = new Map<string, Shape[]>();
  let names: string[] = [];
  let shapes: number[][] = [];
  let shapeCount = 0;
  let last: Shape = { id: -1, names: [], next: undefined };
  let length = 0;

  /** Whether the metrics have this shape, whose values it writes on the way, behind a head that is to come. */
  function write(metrics: Readonly<Record<string, number>>, shape: Shape): boolean {
    const expected = shape.names;
    if (length + head + expected.length > slot().length) full();
    const memory = slot();
    let at = length + head;
    let index = 0;
    for (const name in metrics) {
      if (name !== expected[index]) return false;
      const value = metrics[name] as number;
      if (typeof value !== "number") throw notANumber(name, value);
      memory[at++] = value;
      index++;
    }
    return index === expected.length;
  }

  function add(metrics: Readonly<Record<string, number>>, step: number, wallTimeMs: number): void {
    if (!Number.isSafeInteger(step) || step < 0) throw notAStep(step);
    let shape = last.next;
    if (!shape || !write(metrics, shape)) {
      shape = findShape(metrics);
      if (!shape) {
        addOneByOne(metrics, step, wallTimeMs);
        return;
      }
      last.next = shape;
    }
    last = shape;
    const memory = slot();
    memory[length] = last.id;
    memory[length + 1] = step;
    memory[length + 2] = wallTimeMs;
    length += head + last.names.length;
  }

  /** The shape of metrics, whose values are written then; undefined where there are too many shapes, or no metrics. */
  function findShape(metrics: Readonly<Record<string, number>>): Shape | undefined {
    let first: string | undefined;
    for (const name in metrics) {
      first = name;
      break;
    }
    if (first === undefined) return undefined;
    const known = shapesByFirst.get(first) ?? [];
    for (const shape of known) if (write(metrics, shape)) return shape;
    const keys = Object.keys(metrics);
    if (shapeCount >= mostShapes && keys.length > 1) return undefined;
    // Ids of series before anything else: a name may be refused.
    const shape: Shape = { id: shapeCount, names: keys, next: undefined };
    // The likeliest until there is one.
    shape.next = shape;
    const ids = keys.map(seriesOf);
    if (!write(metrics, shape))
      throw new GradiometerError("invalid", "Expected metrics to be a plain object");
    shapeCount++;
    shapes.push(ids);
    shapesByFirst.set(first, [...known, shape]);
    return shape;
  }

  function addOneByOne(metrics: Readonly<Record<string, number>>, step: number, wallTimeMs: number): void {
    // All of them before any is written: one that is refused is refused with its call.
    for (const name of Object.keys(metrics)) {
      seriesOf(name);
      const value = metrics[name] as number;
      if (typeof value !== "number") throw notANumber(name, value);
    }
    for (const name of Object.keys(metrics)) add({ [name]: metrics[name] as number }, step, wallTimeMs);
  }

  function seriesOf(name: string): number {
    const known = series.get(name);
    if (known !== undefined) return known;
    const { success } = SeriesName.safeParse(name);
    if (!success || name === "__proto__") throw notAName(name);
    if (series.size >= ingestLimits.seriesPerRun) throw tooManyNames(name);
    series.set(name, series.size);
    names.push(name);
    return series.size - 1;
  }

  return {
    add,
    get length() {
      return length;
    },
    take() {
      const taken = { length, names, shapes };
      length = 0;
      names = [];
      shapes = [];
      return taken;
    },
  };
}

const notANumber = (name: string, value: unknown) =>
  new GradiometerError(
    "invalid",
    `Expected metric ${JSON.stringify(name)} to be a number, got ${shown(value)}`,
  );

const notAStep = (step: unknown) =>
  new GradiometerError(
    "invalid",
    `Expected step to be a whole number from 0 to 9007199254740991, got ${shown(step)}`,
  );

const notAName = (name: string) =>
  new GradiometerError(
    "invalid",
    `Expected the name of a metric to have 1 to 200 characters, to start with a visible one other than "/" and to hold no line break, tab or other control character, got ${shown(name)}`,
  );

const tooManyNames = (name: string) =>
  new GradiometerError(
    "too-large",
    `A run has at most ${ingestLimits.seriesPerRun} series, got ${shown(name)} beyond; keep running numbers out of names`,
  );

function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  const text =
    typeof value === "object"
      ? "an object"
      : typeof value === "string"
        ? JSON.stringify(value)
        : String(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

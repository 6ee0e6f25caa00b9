import type { SeriesColumns } from "../../db/contract/events";
import { merge } from "./merge";
import type { About, Parcel } from "./messages";

/** What the program logged and said, in columns by the name of their series. */
export interface Collected {
  series: Record<string, SeriesColumns>;
  about: About;
}

/** Reads parcels in the order in which they were handed over; it keeps the names and shapes that they bring. */
export function createParcelReader() {
  const names: string[] = [];
  const shapes: number[][] = [];
  let columns: (SeriesColumns | undefined)[] = [];
  let about: About = {};

  function columnsOf(id: number): SeriesColumns {
    columns[id] ??= { step: [], wallTimeMs: [], value: [] };
    return columns[id];
  }

  return {
    /** Adds the rows in `memory`, which is free after it. */
    read(parcel: Parcel, memory: Float64Array): void {
      names.push(...parcel.names);
      shapes.push(...parcel.shapes);
      about = merge(about, parcel.about);
      for (let at = 0; at < parcel.length; ) {
        const shape = shapes[memory[at] as number] as number[];
        const step = memory[at + 1] as number;
        const wallTimeMs = memory[at + 2] as number;
        at += 3;
        for (let index = 0; index < shape.length; index++) {
          const own = columnsOf(shape[index] as number);
          own.step.push(step);
          own.wallTimeMs.push(wallTimeMs);
          own.value.push(memory[at++] as number);
        }
      }
    },
    /** What was read since the last call. */
    take(): Collected {
      const series: Record<string, SeriesColumns> = {};
      columns.forEach((own, id) => {
        if (own) series[names[id] as string] = own;
      });
      const taken = { series, about };
      columns = [];
      about = {};
      return taken;
    },
  };
}

import { GradiometerError } from "../../db/contract/errors";

/** A small piece of state that is not an array: a counter, a random stream's words, a list of norms. */
export type StateValue = number | string | boolean | null | StateValue[] | { [key: string]: StateValue };

export type StateArray = Float32Array | Float64Array | Int32Array | Uint32Array;

/** Everything that the steps to come depend on, at one moment. Non-finite numbers are values like any other. */
export interface StateSnapshot {
  arrays: Map<string, StateArray>;
  values: Map<string, StateValue>;
}

/**
 * The list of everything that a run's next step depends on: weights, the optimizers' means, random streams,
 * windows of probes. Whoever keeps something from one step to the next names it here when it is made; a checkpoint
 * is then complete by construction, and a resumed run goes on bitwise as if it had never stopped.
 */
export interface StateRegistry {
  /** An array that is changed in place. A snapshot copies it; restoring copies back into it. */
  array(name: string, values: StateArray): void;
  /** Anything small. `read` must return what `write` can take, as a copy. */
  value<Value extends StateValue>(name: string, read: () => Value, write: (value: Value) => void): void;
  /** The same registry with "prefix/" before every name. */
  within(prefix: string): StateRegistry;
}

export interface RunState extends StateRegistry {
  snapshot(): StateSnapshot;
  /** Throws, and changes nothing, where names or lengths differ from what this run has. */
  restore(snapshot: StateSnapshot): void;
  /**
   * For a fork, whose settings differ: restores what both have, leaves what only this run has as it is, and what only
   * the snapshot has alone. Throws, and changes nothing, where a network's weights are missing or of another length.
   */
  restoreShared(snapshot: StateSnapshot): SharedState;
}

/** The names of a run's state, by what a fork did with them. */
export interface SharedState {
  kept: string[];
  fresh: string[];
  dropped: string[];
}

export function createRunState(): RunState {
  const arrays = new Map<string, StateArray>();
  const values = new Map<string, { read: () => StateValue; write: (value: never) => void }>();

  function claim(name: string): void {
    if (arrays.has(name) || values.has(name)) throw new Error(`Two parts of a run keep state as "${name}"`);
  }

  function registryAt(prefix: string): StateRegistry {
    return {
      array(name, array) {
        claim(prefix + name);
        arrays.set(prefix + name, array);
      },
      value(name, read, write) {
        claim(prefix + name);
        values.set(prefix + name, { read, write });
      },
      within: (inner) => registryAt(`${prefix}${inner}/`),
    };
  }

  return {
    ...registryAt(""),
    snapshot: () => ({
      arrays: new Map(Array.from(arrays, ([name, array]) => [name, array.slice()])),
      values: new Map(Array.from(values, ([name, { read }]) => [name, read()])),
    }),
    restore(snapshot) {
      const differences = [
        ...differencesOf("array", arrays, snapshot.arrays),
        ...differencesOf("value", values, snapshot.values),
        ...Array.from(arrays, ([name, { length }]) => lengthDifference(name, length, snapshot)).flat(),
      ];
      if (differences.length > 0)
        throw new Error(`This state belongs to another run: ${differences.slice(0, 5).join("; ")}`);
      for (const [name, array] of arrays) array.set(snapshot.arrays.get(name)!);
      for (const [name, { write }] of values) write(snapshot.values.get(name) as never);
    },
    restoreShared(snapshot) {
      const missing = Array.from(arrays, ([name, { length }]) =>
        weightsDifference(name, length, snapshot),
      ).flat();
      if (missing.length > 0)
        throw new GradiometerError(
          "invalid",
          `A fork goes on with its parent's weights, but ${missing.join("; ")}: leave the settings that shape the networks as they are, or train a new run`,
        );
      const kept: string[] = [];
      for (const [name, array] of arrays) {
        const saved = snapshot.arrays.get(name);
        if (saved?.length !== array.length) continue;
        array.set(saved);
        kept.push(name);
      }
      for (const [name, { write }] of values) {
        if (!snapshot.values.has(name)) continue;
        write(snapshot.values.get(name) as never);
        kept.push(name);
      }
      const isKept = new Set(kept);
      const others = (names: Iterable<string>) => Array.from(names).filter((name) => !isKept.has(name));
      return {
        kept,
        fresh: others([...arrays.keys(), ...values.keys()]),
        dropped: others([...snapshot.arrays.keys(), ...snapshot.values.keys()]),
      };
    },
  };
}

function differencesOf(
  kind: string,
  expected: ReadonlyMap<string, unknown>,
  arrived: ReadonlyMap<string, unknown>,
): string[] {
  return [
    ...Array.from(expected.keys())
      .filter((name) => !arrived.has(name))
      .map((name) => `${kind} "${name}" is missing`),
    ...Array.from(arrived.keys())
      .filter((name) => !expected.has(name))
      .map((name) => `${kind} "${name}" is unknown here`),
  ];
}

function lengthDifference(name: string, length: number, snapshot: StateSnapshot): string[] {
  const arrived = snapshot.arrays.get(name)?.length ?? length;
  return arrived === length ? [] : [`array "${name}" has ${arrived} entries, expected ${length}`];
}

/** A network's weights are the array "<network>/weights". */
function weightsDifference(name: string, length: number, snapshot: StateSnapshot): string[] {
  if (!name.endsWith("/weights")) return [];
  const saved = snapshot.arrays.get(name)?.length;
  if (saved === length) return [];
  return [saved === undefined ? `it has no "${name}"` : `its "${name}" are ${saved}, not ${length}`];
}

import type { SearchCodec } from "./search-state";

/** One parameter of a page's address: how it is read and written. A default is left out of the address. */
export interface Parameter<Value> {
  read: (texts: readonly string[]) => Value;
  /** Empty: the default, which needs no place in the address. */
  write: (value: Value) => readonly string[];
}

// biome-ignore lint/suspicious/noExplicitAny: a page declares parameters of any type side by side.
export type Parameters = Record<string, Parameter<any>>;
export type StateOf<P extends Parameters> = {
  [Key in keyof P]: P[Key] extends Parameter<infer Value> ? Value : never;
};

export function text(standard = ""): Parameter<string> {
  return { read: ([one]) => one ?? standard, write: (value) => (value === standard ? [] : [value]) };
}

export function choice<const Option extends string>(
  options: readonly Option[],
  standard: Option,
): Parameter<Option> {
  return {
    read: ([one]) => options.find((option) => option === one) ?? standard,
    write: (value) => (value === standard ? [] : [value]),
  };
}

/** A whole number, or null where the address has none. */
export function integer(): Parameter<number | null> {
  return {
    read: ([one]) => {
      const value = Number(one);
      return one !== undefined && one.trim() !== "" && Number.isSafeInteger(value) ? value : null;
    },
    write: (value) => (value === null ? [] : [String(value)]),
  };
}

/** Any finite number, or null where the address has none. */
export function number(): Parameter<number | null> {
  return {
    read: ([one]) => {
      const value = Number(one);
      return one !== undefined && one.trim() !== "" && Number.isFinite(value) ? value : null;
    },
    write: (value) => (value === null ? [] : [String(value)]),
  };
}

export function flag(): Parameter<boolean> {
  return { read: ([one]) => one === "1", write: (value) => (value ? ["1"] : []) };
}

/** Several values, written with commas: `kind=non_finite,exploding_gradient`. */
export function list<const Option extends string = string>(
  options?: readonly Option[],
): Parameter<readonly Option[]> {
  return {
    read: (texts) => {
      const given = texts.flatMap((one) => one.split(",")).filter((one) => one !== "");
      const known = options ? given.filter((one) => options.includes(one as Option)) : given;
      return [...new Set(known)] as Option[];
    },
    write: (values) => (values.length === 0 ? [] : [values.join(",")]),
  };
}

/** The codec of a page whose state is a set of named parameters. */
export function codecOf<P extends Parameters>(parameters: P): SearchCodec<StateOf<P>> {
  const entries = Object.entries(parameters);
  return {
    parse: (params) =>
      Object.fromEntries(
        entries.map(([key, parameter]) => [key, parameter.read(params.getAll(key))]),
      ) as StateOf<P>,
    serialize: (state) =>
      new URLSearchParams(
        entries.flatMap(([key, parameter]) =>
          parameter.write(state[key]).map((one): [string, string] => [key, one]),
        ),
      ),
  };
}

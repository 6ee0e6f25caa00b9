/** What this asks of superjson, which the contract does not import. */
interface Transformer {
  registerCustom<T, U extends string[]>(
    rule: {
      isApplicable(value: unknown): value is T;
      serialize(value: T): U;
      deserialize(value: U): T;
    },
    name: string,
  ): void;
  stringify(value: unknown): string;
  parse<T>(text: string): T;
}

/** Keys that superjson refuses, since code that copies them carelessly would change every object. */
const oddKeys = ["constructor", "prototype", "__proto__"] as const;

/**
 * Lets objects with such keys through: a series may be called "constructor", and a setting "prototype". They travel as the
 * text of their entries, and `Object.fromEntries` makes own properties of them, which pollute nothing. The transformer of
 * each end is to be taught this; again changes nothing.
 */
export function carryOddKeys<T extends Transformer>(transformer: T): T {
  transformer.registerCustom<Record<string, unknown>, [string]>(
    {
      isApplicable: hasOddKey,
      serialize: (value) => [transformer.stringify(Object.entries(value))],
      deserialize: ([entries]) => Object.fromEntries(transformer.parse<[string, unknown][]>(entries)),
    },
    "odd-keys",
  );
  return transformer;
}

function hasOddKey(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  return oddKeys.some((key) => Object.hasOwn(value, key));
}

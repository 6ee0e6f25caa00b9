import superjson, { SuperJSON } from "superjson";
import { expect, test } from "vitest";
import { carryOddKeys } from "../../../db/contract/odd-keys";

const transformer = carryOddKeys(new SuperJSON());
const sent = <T>(value: T): T => transformer.parse(JSON.stringify(transformer.serialize(value)));

test("names that are properties of every object travel as they are, with what is within them", () => {
  const series = {
    loss: [1, Number.NaN],
    constructor: [Number.NEGATIVE_INFINITY],
    prototype: { constructor: 2 },
  };
  expect(sent({ series, at: new Date(5) })).toEqual({ series, at: new Date(5) });
  const shared = { lr: 1 };
  expect(sent({ constructor: { a: shared }, b: shared })).toEqual({ constructor: { a: shared }, b: shared });
});

test("a key __proto__ comes back as a property of its own and changes no other object", () => {
  const config = JSON.parse('{"__proto__":{"polluted":true},"lr":1}');
  const back = sent({ config }).config;
  expect(Object.keys(back)).toEqual(["__proto__", "lr"]);
  expect(Object.getPrototypeOf(back)).toBe(Object.prototype);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

test("what has no such key travels as superjson writes it", () => {
  const plain = { a: [{ b: Number.NaN }], constructors: 1 };
  expect(transformer.stringify(plain)).toBe(superjson.stringify(plain));
});

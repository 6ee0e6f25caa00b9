import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeCheckpoint, encodeCheckpoint } from "../../../trainer/checkpoints/codec";
import type { StateArray, StateValue } from "../../../trainer/state/state-registry";

const head = { runId: "a", step: 7, configHash: "c", codeVersion: "0" };

const anyArray: fc.Arbitrary<StateArray> = fc.oneof(
  fc.float32Array(),
  fc.float64Array(),
  fc.int32Array(),
  fc.uint32Array(),
);
const anyValue = fc.letrec<{ value: StateValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.double(),
    fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0),
    fc.string(),
    fc.constantFrom("NaN", "-Infinity", "'", ""),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.string(), tie("value"), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;

describe("a checkpoint", () => {
  it("comes back as it was, bit by bit, whatever its arrays and values hold", () => {
    const named = <Item>(item: fc.Arbitrary<Item>) => fc.array(fc.tuple(fc.string(), item), { maxLength: 6 });
    fc.assert(
      fc.property(named(anyArray), named(anyValue), (arrays, values) => {
        const checkpoint = { ...head, snapshot: { arrays: new Map(arrays), values: new Map(values) } };
        const back = decodeCheckpoint(encodeCheckpoint(checkpoint));
        // toStrictEqual tells NaN, -0 and the kinds of arrays apart.
        expect(back).toStrictEqual(checkpoint);
        expect(encodeCheckpoint(back)).toEqual(encodeCheckpoint(checkpoint));
      }),
    );
  });

  it("keeps the payload of every NaN, of which there are many", () => {
    const weights = new Float32Array(new Uint32Array([0x7fc00001, 0xffc12345, 0x80000000]).buffer);
    const checkpoint = { ...head, snapshot: { arrays: new Map([["w", weights]]), values: new Map() } };
    const back = decodeCheckpoint(encodeCheckpoint(checkpoint)).snapshot.arrays.get("w") as Float32Array;
    expect(Array.from(new Uint32Array(back.buffer))).toEqual([0x7fc00001, 0xffc12345, 0x80000000]);
  });

  const whole = encodeCheckpoint({
    ...head,
    snapshot: { arrays: new Map([["w", new Float32Array(5)]]), values: new Map() },
  });
  it.each([
    ["an empty file", new Uint8Array(), /does not begin with GRADIOMETER-CKPT/],
    ["another kind of file", Buffer.from("PNG, or what else has more than twenty bytes"), /does not begin/],
    ["a file cut in its header", whole.slice(0, 60), /its header is no JSON/],
    ["a file cut in its arrays", whole.slice(0, -3), /"w" ends beyond the file/],
    ["a file with bytes after its arrays", Buffer.concat([whole, Buffer.alloc(2)]), /2 bytes follow/],
    [
      "a file of a later format",
      Buffer.from(Buffer.from(whole).toString("latin1").replace('"format":1', '"format":2'), "latin1"),
      /format 2, this Gradiometer reads format 1/,
    ],
  ])("refuses %s", (_name, bytes, message) => {
    expect(() => decodeCheckpoint(bytes)).toThrow(message);
  });
});

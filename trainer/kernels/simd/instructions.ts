/** Instructions in the binary format. An expression is the code that leaves its value on the stack. */
export type Code = readonly number[];

export function unsigned(value: number): Code {
  const bytes: number[] = [];
  let rest = value >>> 0;
  do {
    const low = rest & 0x7f;
    rest >>>= 7;
    bytes.push(rest === 0 ? low : low | 0x80);
  } while (rest !== 0);
  return bytes;
}

function signed(value: number): Code {
  const bytes: number[] = [];
  let rest = value | 0;
  for (;;) {
    const low = rest & 0x7f;
    rest >>= 7;
    if ((rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0)) return [...bytes, low];
    bytes.push(low | 0x80);
  }
}

type Binary = (left: Code, right: Code) => Code;
type Unary = (operand: Code) => Code;
type Load = (address: Code, offset?: number) => Code;
type Store = (address: Code, value: Code, offset?: number) => Code;

const binary =
  (...opcode: number[]): Binary =>
  (left, right) => [...left, ...right, ...opcode];
const unary =
  (...opcode: number[]): Unary =>
  (operand) => [...operand, ...opcode];
/** Alignment 0 is always allowed, and costs nothing where the address is aligned. */
const load =
  (...opcode: number[]): Load =>
  (address, offset = 0) => [...address, ...opcode, 0, ...unsigned(offset)];
const store =
  (...opcode: number[]): Store =>
  (address, value, offset = 0) => [...address, ...value, ...opcode, 0, ...unsigned(offset)];
const simd = (opcode: number): number[] => [0xfd, ...unsigned(opcode)];

export const end: Code = [0x0b];

export const i32 = {
  constant: (value: number): Code => [0x41, ...signed(value)],
  add: binary(0x6a),
  load: load(0x28),
  store: store(0x36),
  subtract: binary(0x6b),
  multiply: binary(0x6c),
  and: binary(0x71),
  /** Fills with zeros from above. */
  shiftRight: binary(0x76),
  equal: binary(0x46),
  /** As addresses and counts: unsigned. */
  less: binary(0x49),
  lessOrEqual: binary(0x4d),
  min: (left: Code, right: Code): Code => [...left, ...right, ...left, ...right, 0x49, 0x1b],
};

export const f32 = {
  constant: (value: number): Code => [0x43, ...new Uint8Array(Float32Array.of(value).buffer)],
  load: load(0x2a),
  store: store(0x38),
  add: binary(0x92),
  multiply: binary(0x94),
  divide: binary(0x95),
  min: binary(0x96),
  max: binary(0x97),
  notEqual: binary(0x5c),
  fromInteger: unary(0xb3),
};

export const f64 = {
  load: load(0x2b),
  store: store(0x39),
  add: binary(0xa0),
};

export const v128 = {
  zero: [...simd(12), ...new Array<number>(16).fill(0)] as Code,
  load: load(...simd(0)),
  /** The same float in all four lanes. */
  loadSplat: load(...simd(9)),
  /** Two floats in the low lanes, 0 in the others. */
  loadLow64: load(...simd(0x5d)),
  store: store(...simd(11)),
  /** A float in the lowest lane, 0 in the others. */
  loadLow32: load(...simd(0x5c)),
  storeLow32: (address: Code, value: Code): Code => [...address, ...value, ...simd(0x5a), 0, 0, 0],
  storeLow64: (address: Code, value: Code, offset = 0): Code => [
    ...address,
    ...value,
    ...simd(0x5b),
    0,
    ...unsigned(offset),
    0,
  ],
  /** Lanes of `whenSet` where the bits of `mask` are 1, of `otherwise` where they are 0. */
  select: (whenSet: Code, otherwise: Code, mask: Code): Code => [
    ...whenSet,
    ...otherwise,
    ...mask,
    ...simd(82),
  ],
};

export const f32x4 = {
  constant: (value: number): Code => f32x4.splat(f32.constant(value)),
  splat: unary(...simd(0x13)),
  lane: (vector: Code, lane: number): Code => [...vector, ...simd(0x1f), lane],
  /** Four lanes out of the eight of both, those of `right` counted from 4. */
  shuffle: (left: Code, right: Code, lanes: readonly [number, number, number, number]): Code => [
    ...left,
    ...right,
    ...simd(13),
    ...lanes.flatMap((lane) => [4 * lane, 4 * lane + 1, 4 * lane + 2, 4 * lane + 3]),
  ],
  greater: binary(...simd(0x44)),
  sqrt: unary(...simd(0xe3)),
  add: binary(...simd(0xe4)),
  subtract: binary(...simd(0xe5)),
  multiply: binary(...simd(0xe6)),
  divide: binary(...simd(0xe7)),
  /** left right + sum, rounded once: of the relaxed SIMD extension, which not every engine has. */
  relaxedMultiplyAdd: (left: Code, right: Code, sum: Code): Code => [
    ...left,
    ...right,
    ...sum,
    ...simd(0x105),
  ],
  /** NaN where one of both is NaN. */
  min: binary(...simd(0xe8)),
  max: binary(...simd(0xe9)),
  /** The two low lanes as doubles. */
  promoteLow: unary(...simd(0x5f)),
};

export const f64x2 = {
  splat: unary(...simd(0x14)),
  lane: (vector: Code, lane: number): Code => [...vector, ...simd(0x21), lane],
  sqrt: unary(...simd(0xef)),
  add: binary(...simd(0xf0)),
  subtract: binary(...simd(0xf1)),
  multiply: binary(...simd(0xf2)),
  divide: binary(...simd(0xf3)),
  /** Rounded to floats, into the two low lanes. */
  demote: unary(...simd(0x5e)),
};

const noResult = 0x40;

/** Repeats `body` while `condition`, tested before each round, is not 0. */
export function repeatWhile(condition: Code, ...body: Code[]): Code {
  const loop = [0x03, noResult, ...body.flat(), ...condition, 0x0d, 0x00, ...end];
  return when(condition, loop);
}

export function when(condition: Code, ...body: Code[]): Code {
  return [...condition, 0x04, noResult, ...body.flat(), ...end];
}

export function either(condition: Code, then: Code, otherwise: Code): Code {
  return [...condition, 0x04, noResult, ...then, 0x05, ...otherwise, ...end];
}

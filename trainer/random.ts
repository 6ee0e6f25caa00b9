import { createHash } from "node:crypto";

/**
 * A stream of random numbers. All random numbers of a run come from such streams, derived from the run's seed
 * by name ("init", "data", "noise", "penalty", "samples"): one stream for each use, so that arms of a
 * comparison that share a seed share initialization, data order and noise (common random numbers) even when
 * one of them, with a penalty, draws more.
 *
 * Generator: xoshiro128** 1.1 (Blackman & Vigna 2018, https://prng.di.unimi.it): 32-bit operations, which
 * JavaScript does fast and exactly, period 2^128 - 1.
 */
export interface Random {
  /** A whole number, uniform in [0, 2^32). */
  uint32(): number;
  /** Uniform in [0, 1), with 32 random bits. */
  uniform(): number;
  /** A whole number, uniform in [0, bound). */
  integer(bound: number): number;
  /** Standard normal. */
  normal(): number;
  fillUniform(target: Float32Array, low: number, high: number): Float32Array;
  fillNormal(target: Float32Array, deviation?: number): Float32Array;
  /** Where the stream stands: what it draws next depends on nothing else. */
  save(): RandomState;
  restore(state: RandomState): void;
}

export type RandomState = {
  /** The generator's four 32-bit words. */
  words: number[];
  /** Normal numbers come in pairs; the second of a pair waits here. */
  spareNormal: number | null;
};

/** The stream called `name` of a seed; SHA-256 of both makes streams of near seeds and names independent. */
export function randomStream(seed: number, name: string): Random {
  const digest = createHash("sha256").update(`${seed}/${name}`).digest();
  return xoshiro128StarStar([0, 4, 8, 12].map((offset) => digest.readUInt32LE(offset)));
}

/** The generator from its 128 bits of state, which must not all be zero. */
export function xoshiro128StarStar(state: readonly number[]): Random {
  let [a = 0, b = 0, c = 0, d = 0] = state;
  let spareNormal: number | undefined;

  function uint32(): number {
    const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotateLeft(d, 11);
    return result;
  }

  const uniform = () => uint32() * 2 ** -32;

  /** Marsaglia's polar method: exact but for rounding, two numbers at a time. */
  function normal(): number {
    if (spareNormal !== undefined) {
      const spare = spareNormal;
      spareNormal = undefined;
      return spare;
    }
    for (;;) {
      const x = 2 * uniform() - 1;
      const y = 2 * uniform() - 1;
      const square = x * x + y * y;
      if (square >= 1 || square === 0) continue;
      const factor = Math.sqrt((-2 * Math.log(square)) / square);
      spareNormal = y * factor;
      return x * factor;
    }
  }

  return {
    uint32,
    uniform,
    // Off by at most bound / 2^32 from uniform: no data set of ours notices.
    integer: (bound) => Math.floor(uniform() * bound),
    normal,
    fillUniform(target, low, high) {
      for (let index = 0; index < target.length; index += 1) target[index] = low + (high - low) * uniform();
      return target;
    },
    fillNormal(target, deviation = 1) {
      for (let index = 0; index < target.length; index += 1) target[index] = deviation * normal();
      return target;
    },
    save: () => ({ words: [a, b, c, d], spareNormal: spareNormal ?? null }),
    restore(state) {
      [a = 0, b = 0, c = 0, d = 0] = state.words;
      spareNormal = state.spareNormal ?? undefined;
    },
  };
}

function rotateLeft(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}

import { describe, expect, it } from "vitest";
import { randomStream, xoshiro128StarStar } from "../../trainer/random";

describe("xoshiro128**", () => {
  it("yields the numbers of the reference implementation in C", () => {
    const random = xoshiro128StarStar([1, 2, 3, 4]);
    const drawn = Array.from({ length: 10 }, () => random.uint32());
    expect(drawn).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ]);
  });
});

describe("randomStream", () => {
  const draw = (seed: number, name: string) => {
    const random = randomStream(seed, name);
    return Array.from({ length: 4 }, () => random.uint32());
  };

  it("gives the same numbers for the same seed and name, others for another seed or name", () => {
    expect(draw(7, "data")).toEqual(draw(7, "data"));
    expect(draw(7, "data")).not.toEqual(draw(8, "data"));
    expect(draw(7, "data")).not.toEqual(draw(7, "noise"));
  });

  it("draws normals with the moments of a standard normal", () => {
    const drawn = randomStream(1, "noise").fillNormal(new Float32Array(200_000));
    const moment = (power: number) => drawn.reduce((sum, x) => sum + x ** power, 0) / drawn.length;
    expect(moment(1)).toBeCloseTo(0, 2);
    expect(moment(2)).toBeCloseTo(1, 1);
    expect(moment(3)).toBeCloseTo(0, 1);
    expect(moment(4)).toBeGreaterThan(2.9);
    expect(moment(4)).toBeLessThan(3.1);
  });

  it("draws uniforms inside their bounds and with every integer equally often", () => {
    const random = randomStream(2, "init");
    const drawn = random.fillUniform(new Float32Array(10_000), -0.5, 0.25);
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(-0.5);
    expect(Math.max(...drawn)).toBeLessThanOrEqual(0.25);
    const counts = new Array<number>(6).fill(0);
    for (let index = 0; index < 60_000; index += 1) counts[random.integer(6)]! += 1;
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
  });
});

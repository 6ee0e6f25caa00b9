import { describe, expect, test } from "vitest";
import { elapsedTicks, numberTicks, wallTimeTicks } from "../../../app/charts/even-ticks";
import { xAxisOf } from "../../../app/charts/x-axis";

const HOUR = 3_600_000;
/** Local midnight of a day, whatever the time zone of the machine. */
const midnight = new Date(2026, 2, 14).getTime();

const wide = 600;

describe("ticks", () => {
  test("of elapsed time are round durations", () => {
    expect(elapsedTicks([0, 150_000], wide).ticktext).toEqual([
      "0",
      "30 s",
      "1 m",
      "1 m 30 s",
      "2 m",
      "2 m 30 s",
    ]);
    expect(elapsedTicks([0, 5000], wide).ticktext).toEqual(["0", "1 s", "2 s", "3 s", "4 s", "5 s"]);
    expect(elapsedTicks([0, 1200], wide).ticktext).toEqual([
      "0",
      "0.2 s",
      "0.4 s",
      "0.6 s",
      "0.8 s",
      "1 s",
      "1.2 s",
    ]);
    expect(elapsedTicks([-HOUR, HOUR], wide).ticktext).toEqual([
      "−1 h",
      "−40 m",
      "−20 m",
      "0",
      "20 m",
      "40 m",
      "1 h",
    ]);
  });

  test("of wall time are round local times, with the day first or where it begins", () => {
    expect(wallTimeTicks([midnight + 9.1 * HOUR, midnight + 11.2 * HOUR], wide).ticktext).toEqual([
      "14 Mar 09:30",
      "10:00",
      "10:30",
      "11:00",
    ]);
    expect(wallTimeTicks([midnight - 5 * HOUR, midnight + 9 * HOUR], wide).ticktext).toEqual([
      "21:00",
      "14 Mar",
      "03:00",
      "06:00",
      "09:00",
    ]);
    expect(wallTimeTicks([midnight - HOUR, midnight + 2.5 * 24 * HOUR], wide).ticktext).toEqual([
      "14 Mar",
      "12:00",
      "15 Mar",
      "12:00",
      "16 Mar",
      "12:00",
    ]);
  });

  test("of numbers have the decimals that tell them apart, one suffix for all", () => {
    expect(numberTicks([0, 2.4e6], wide).ticktext).toEqual(
      ["0", "0.5 M", "1.0 M", "1.5 M", "2.0 M"].map(narrow),
    );
    expect(numberTicks([1.2e6, 1.21e6], wide).ticktext).toEqual(
      ["1.200 M", "1.202 M", "1.204 M", "1.206 M", "1.208 M", "1.210 M"].map(narrow),
    );
    expect(numberTicks([0, 8], wide).ticktext).toEqual(["0", "2", "4", "6", "8"]);
    expect(numberTicks([0.01, 0.02], wide).ticktext).toEqual([
      "0.010",
      "0.012",
      "0.014",
      "0.016",
      "0.018",
      "0.020",
    ]);
  });

  test("are fewer on a narrow chart, so that no label meets another", () => {
    expect(elapsedTicks([0, 3_600_000], 240).ticktext).toEqual(["0", "20 m", "40 m", "1 h"]);
    expect(wallTimeTicks([midnight + 9.1 * HOUR, midnight + 11.2 * HOUR], 240).ticktext).toEqual([
      "14 Mar 10:00",
      "11:00",
    ]);
    expect(numberTicks([0, 14e6], 240).tickvals).toEqual([0, 5e6, 10e6]);
  });

  test("are few, whatever the range", () => {
    for (const span of [1e-9, 0.3, 7, 1e4, 1e9, 1e15])
      for (const ticks of [elapsedTicks, wallTimeTicks, numberTicks])
        expect(ticks([0, span], wide).tickvals.length).toBeLessThanOrEqual(7);
  });
});

const narrow = (text: string) => text.replace(" M", "\u202fM");

describe("an axis", () => {
  test("says a value as people do", () => {
    expect(xAxisOf("step").say(12_400)).toBe("step 12\u202f400");
    expect(xAxisOf("elapsed").say(134_000)).toBe("2 m 14 s in");
    expect(xAxisOf("elapsed").say(-HOUR)).toBe("1 h before the start");
    expect(xAxisOf("time").say(midnight)).toBe("2026-03-14 00:00:00");
    expect(xAxisOf("series:learning_rate").say(0.1)).toBe("Learning rate 0.100");
  });

  test("rounds a range outward to what an address carries: whole steps and milliseconds, a thousandth of a series", () => {
    expect(xAxisOf("step").round([-2.4, -2.1])).toEqual([0, 1]);
    expect(xAxisOf("step").round([3.2, 8.1])).toEqual([3, 9]);
    expect(xAxisOf("time").round([1.5, 1.6])).toEqual([1, 2]);
    expect(xAxisOf("series:epoch").round([0.123456, 0.987654])).toEqual([0.1234, 0.9877]);
    expect(xAxisOf("series:tokens").round([1_234_567, 9_876_543])).toEqual([1_234_000, 9_877_000]);
  });
});

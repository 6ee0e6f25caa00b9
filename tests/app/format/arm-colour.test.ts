import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { armColour, armColourVariable, armDash, armSymbol } from "../../../app/format/arm-colour";
import { type Palette, palettes, type Theme, withAlpha } from "../../../app/format/palette";

const positions = Array.from({ length: 12 }, (_, position) => position);

test("the control alone is grey", () => {
  for (const theme of ["light", "dark"] as const)
    for (const position of positions.slice(1))
      expect(armColour(position, theme)).not.toBe(armColour(0, theme));
});

test("arms differ in colour, dash and symbol until the colours are used up, and in colour and dash together after", () => {
  const first = positions.slice(0, 6);
  expect(new Set(first.map((position) => armColour(position, "light"))).size).toBe(6);
  expect(new Set(first.map(armDash)).size).toBe(6);
  expect(new Set(first.map(armSymbol)).size).toBe(6);
  const looks = positions.map((position) => `${armColourVariable(position)} ${armDash(position)}`);
  expect(new Set(looks).size).toBe(positions.length);
});

/** `--name: light-dark(#light, #dark);` in the style sheet. */
const css = readFileSync(new URL("../../../app/globals.css", import.meta.url), "utf8");
const tokens = Object.fromEntries(
  [...css.matchAll(/--([a-z0-9-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);/g)].map(
    ([, name, light, dark]) => [name, { light, dark } as Record<Theme, string>],
  ),
);

test("charts have the colours of the style sheet", () => {
  const names: Record<keyof Omit<Palette, "arms">, string> = {
    page: "page",
    surface: "surface",
    line: "line",
    strongLine: "strong-line",
    text: "foreground",
    muted: "muted",
    accent: "accent",
    critical: "critical",
    warning: "warning",
    good: "good",
  };
  for (const theme of ["light", "dark"] as const) {
    for (const [key, name] of Object.entries(names))
      expect(palettes[theme][key as keyof typeof names], name).toBe(tokens[name]?.[theme]);
    palettes[theme].arms.forEach((colour, position) => {
      expect(colour).toBe(tokens[`arm-${position}`]?.[theme]);
    });
  }
});

test("words keep a contrast of 4.5 on every ground, and what marks data one of 3", () => {
  for (const theme of ["light", "dark"] as const) {
    const of = (name: string) => tokens[name]?.[theme] ?? "";
    for (const ground of ["page", "surface", "raised"])
      for (const ink of ["foreground", "muted", "accent", "critical", "warning", "good"])
        expect(contrast(of(ink), of(ground)), `${ink} on ${ground}, ${theme}`).toBeGreaterThanOrEqual(4.5);
    expect(contrast(of("on-accent"), of("accent"))).toBeGreaterThanOrEqual(4.5);
    for (const position of positions.slice(0, 6))
      expect(contrast(of(`arm-${position}`), of("page")), `arm ${position}, ${theme}`).toBeGreaterThanOrEqual(
        3,
      );
  }
});

test("an alpha is added to the same colour", () => {
  expect(withAlpha("#d55e00", 0.15)).toBe("rgba(213, 94, 0, 0.15)");
});

/** WCAG 2.2: ratio of relative luminances. */
function contrast(one: string, other: string): number {
  const luminance = (hex: string) => {
    const [r = 0, g = 0, b = 0] = [1, 3, 5]
      .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
      .map((channel) => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

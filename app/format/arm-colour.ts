import { palettes, type Theme } from "./palette";

/** Dash of a line: the second code beside colour, so that arms stay apart without colour. */
export type Dash = "solid" | "dash" | "dot" | "dashdot" | "longdash" | "longdashdot";
const dashes: readonly Dash[] = ["solid", "dash", "dot", "dashdot", "longdash", "longdashdot"];
const symbols = ["circle", "square", "diamond", "triangle-up", "cross", "star"] as const;

/** Position 0 is the control and grey, alone in being so; the five colours repeat after it. */
function paletteIndex(position: number): number {
  return position <= 0 ? 0 : ((position - 1) % 5) + 1;
}

/** How many times the colours have been used up; the dash moves on by one with each turn. */
function turn(position: number): number {
  return position <= 0 ? 0 : Math.floor((position - 1) / 5);
}

export function armColour(position: number, theme: Theme): string {
  return palettes[theme].arms[paletteIndex(position)] ?? palettes[theme].muted;
}

/** The same colour for CSS, which follows the theme by itself. */
export function armColourVariable(position: number): string {
  return `var(--arm-${paletteIndex(position)})`;
}

export function armDash(position: number): Dash {
  return dashes[(paletteIndex(position) + turn(position)) % dashes.length] ?? "solid";
}

export function armSymbol(position: number): (typeof symbols)[number] {
  return symbols[(paletteIndex(position) + turn(position)) % symbols.length] ?? "circle";
}

import type { Theme } from "../format/palette";

/** The cookie the server reads, so that the first paint has the right colours. */
export const themeCookie = "gradiometer-theme";
export type ThemeChoice = Theme | "system";

export function parseThemeChoice(value: string | undefined): ThemeChoice {
  return value === "light" || value === "dark" ? value : "system";
}

export function nextThemeChoice(choice: ThemeChoice): ThemeChoice {
  return choice === "system" ? "light" : choice === "light" ? "dark" : "system";
}

/**
 * Colours that Plotly needs as values: it writes them into SVG attributes, where CSS variables do not
 * reach an exported file. The same values as in globals.css.
 */
export type Theme = "light" | "dark";

export interface Palette {
  page: string;
  surface: string;
  line: string;
  strongLine: string;
  text: string;
  muted: string;
  accent: string;
  critical: string;
  warning: string;
  good: string;
  arms: readonly [string, string, string, string, string, string];
}

export const palettes: Record<Theme, Palette> = {
  light: {
    page: "#ffffff",
    surface: "#f7f7f8",
    line: "#e4e4e7",
    strongLine: "#c9c9d0",
    text: "#18181b",
    muted: "#52525b",
    accent: "#1d5fd1",
    critical: "#b91c1c",
    warning: "#a35200",
    good: "#137a43",
    arms: ["#6b7280", "#0072b2", "#d55e00", "#009e73", "#a8508a", "#b8860b"],
  },
  dark: {
    page: "#0b0c0e",
    surface: "#131418",
    line: "#26282e",
    strongLine: "#3a3d45",
    text: "#ececef",
    muted: "#a3a6b0",
    accent: "#7ab0ff",
    critical: "#ff7b72",
    warning: "#f2b44b",
    good: "#56d08a",
    arms: ["#9ca3af", "#4fa8e0", "#ff8a4c", "#3fcf9f", "#e08cc4", "#e6b84a"],
  },
};

/** `#rrggbb` with an alpha, as `rgba(...)`. */
export function withAlpha(hex: string, alpha: number): string {
  const value = Number.parseInt(hex.slice(1), 16);
  return `rgba(${(value >> 16) & 255}, ${(value >> 8) & 255}, ${value & 255}, ${alpha})`;
}

"use client";

import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import type { Theme } from "../format/palette";
import { useMediaQuery } from "../live/media-query";
import { type ThemeChoice, themeCookie } from "./theme";

const ONE_YEAR_S = 365 * 24 * 3600;

interface ThemeState {
  choice: ThemeChoice;
  /** What the choice comes to on this machine now. */
  theme: Theme;
  choose: (choice: ThemeChoice) => void;
}

const ThemeContext = createContext<ThemeState>({ choice: "system", theme: "light", choose: () => {} });

export const useTheme = (): ThemeState => useContext(ThemeContext);

export function ThemeProvider({ initial, children }: { initial: ThemeChoice; children: ReactNode }) {
  const [choice, choose] = useState(initial);
  const systemIsDark = useMediaQuery("(prefers-color-scheme: dark)", false);
  const theme: Theme = choice === "system" ? (systemIsDark ? "dark" : "light") : choice;

  useEffect(() => {
    if (choice === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = choice;
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox and Safari.
    document.cookie = `${themeCookie}=${choice}; path=/; max-age=${ONE_YEAR_S}; samesite=lax`;
  }, [choice]);

  const state = useMemo(() => ({ choice, theme, choose }), [choice, theme]);
  return <ThemeContext.Provider value={state}>{children}</ThemeContext.Provider>;
}

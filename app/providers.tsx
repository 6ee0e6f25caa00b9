"use client";

import type { ReactNode } from "react";
import { ToastProvider } from "./components/ui/toast";
import { TooltipProvider } from "./components/ui/tooltip";
import { ShortcutProvider } from "./keyboard/shortcuts";
import { LiveProvider } from "./live/use-live";
import type { ThemeChoice } from "./theme/theme";
import { ThemeProvider } from "./theme/theme-provider";
import { DataProvider } from "./trpc/client";

export function Providers({ themeChoice, children }: { themeChoice: ThemeChoice; children: ReactNode }) {
  return (
    <DataProvider>
      <ThemeProvider initial={themeChoice}>
        <LiveProvider>
          <TooltipProvider delayDuration={300}>
            <ShortcutProvider>
              <ToastProvider>{children}</ToastProvider>
            </ShortcutProvider>
          </TooltipProvider>
        </LiveProvider>
      </ThemeProvider>
    </DataProvider>
  );
}

"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { useShortcuts } from "../../keyboard/shortcuts";
import { AlertBell } from "./alert-bell";
import { BottomBar } from "./bottom-bar";
import { CommandPalette } from "./command-palette";
import { HelpDialog } from "./help-dialog";
import { ThemeToggle } from "./theme-toggle";
import { TopBar } from "./top-bar";
import { TrainingIndicator } from "./training-indicator";

/** Bars, palette and help around every page. */
export function AppFrame({ children }: { children: ReactNode }) {
  const router = useRouter();
  const [paletteOpen, setPaletteOpen] = useState(false);
  const [helpOpen, setHelpOpen] = useState(false);
  useShortcuts({
    "?": () => setHelpOpen(true),
    "g r": () => router.push("/"),
    "g x": () => router.push("/experiments"),
    "g e": () => router.push("/episodes"),
    "g a": () => router.push("/alerts"),
  });
  return (
    <>
      <a
        href="#content"
        className="sr-only z-50 rounded-md bg-raised px-3 py-2 focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to content
      </a>
      <TopBar onSearch={() => setPaletteOpen(true)}>
        <TrainingIndicator />
        <AlertBell />
        <ThemeToggle />
      </TopBar>
      <main id="content" tabIndex={-1} className="outline-none max-md:pb-14">
        {children}
      </main>
      <BottomBar />
      <CommandPalette open={paletteOpen} onOpenChange={setPaletteOpen} onHelp={() => setHelpOpen(true)} />
      <HelpDialog open={helpOpen} onOpenChange={setHelpOpen} />
    </>
  );
}

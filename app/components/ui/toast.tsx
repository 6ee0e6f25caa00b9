"use client";

import { Toast as Radix } from "radix-ui";
import { createContext, type ReactNode, useCallback, useContext, useState } from "react";
import { cx } from "../../format/class-names";
import { Button } from "./button";

/** As long as what was done can be undone in one move; longer where the pointer rests on it. */
const SHOWN_MS = 10_000;

export interface ToastContent {
  message: ReactNode;
  tone?: "info" | "error";
  undo?: () => void;
}

const ToastContext = createContext<(content: ToastContent) => void>(() => {});

/** Says at the foot of the page what was just done, and takes it back on a click. The next one takes its place. */
export const useToast = () => useContext(ToastContext);

export function ToastProvider({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<(ToastContent & { key: number }) | null>(null);
  const show = useCallback(
    (content: ToastContent) => setShown((before) => ({ ...content, key: (before?.key ?? 0) + 1 })),
    [],
  );
  return (
    <ToastContext.Provider value={show}>
      <Radix.Provider duration={SHOWN_MS} swipeDirection="down">
        {children}
        {shown && (
          <Radix.Root
            key={shown.key}
            onOpenChange={(open) => !open && setShown(null)}
            className="flex items-center gap-3 rounded-md border bg-raised py-2 pr-2 pl-4 shadow-float"
          >
            <Radix.Description className={cx("min-w-0 flex-1", shown.tone === "error" && "text-critical")}>
              {shown.message}
            </Radix.Description>
            {shown.undo && (
              <Radix.Action altText="Press u to undo" asChild>
                <Button size="small" onClick={shown.undo}>
                  Undo
                </Button>
              </Radix.Action>
            )}
            <Radix.Close asChild>
              <Button size="small" variant="quiet">
                Dismiss
              </Button>
            </Radix.Close>
          </Radix.Root>
        )}
        <Radix.Viewport className="fixed bottom-4 left-1/2 z-50 w-max max-w-[min(560px,calc(100vw-32px))] -translate-x-1/2 outline-none max-md:bottom-16" />
      </Radix.Provider>
    </ToastContext.Provider>
  );
}

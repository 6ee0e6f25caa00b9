"use client";

import type { ReactNode } from "react";
import { Button } from "../ui/button";

/** What can be done with one row of the form; its words are its label. */
export function IconButton({
  label,
  onClick,
  children,
}: {
  label: string;
  onClick: () => void;
  children: ReactNode;
}) {
  return (
    <Button variant="quiet" size="small-icon" aria-label={label} title={label} onClick={onClick}>
      {children}
    </Button>
  );
}

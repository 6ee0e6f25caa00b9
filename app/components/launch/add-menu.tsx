"use client";

import { Plus } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "../ui/button";
import { Menu } from "../ui/menu";

/** Below rows: what another row can begin with. */
export function AddMenu({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <Menu
        align="start"
        trigger={
          <Button>
            <Plus size={14} aria-hidden />
            {label}
          </Button>
        }
      >
        {children}
      </Menu>
    </div>
  );
}

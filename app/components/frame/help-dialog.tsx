"use client";

import { keyboardMap } from "../../keyboard/shortcuts";
import { Dialog } from "../ui/dialog";

export function HelpDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keyboard">
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-6 gap-y-2">
        {keyboardMap.map(({ keys, does }) => (
          <div key={does} className="contents">
            <dt className="flex flex-wrap gap-1">
              {keys.map((key) => (
                <kbd
                  key={key}
                  className="min-w-6 rounded-sm border border-strong-line bg-surface px-1.5 text-center font-sans text-13"
                >
                  {key}
                </kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
        <div className="contents">
          <dt className="text-13 text-muted">On charts</dt>
          <dd className="text-muted">Drag zooms all charts, double-click shows the whole run again</dd>
        </div>
      </dl>
    </Dialog>
  );
}

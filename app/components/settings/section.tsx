import type { ReactNode } from "react";

/** A heading, a line on what it is about, and the settings. */
export function Section({ title, note, children }: { title: string; note?: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="flex flex-col gap-3 border-t pt-5">
      <div>
        <h2 className="text-16 font-semibold">{title}</h2>
        {note && <p className="text-13 text-muted">{note}</p>}
      </div>
      {children}
    </section>
  );
}

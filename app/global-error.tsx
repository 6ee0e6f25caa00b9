"use client";

import "./globals.css";

/** The frame itself failed; nothing of it can be used here. */
export default function GlobalError({ retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <main className="mx-auto max-w-[560px] px-4 py-24">
          <h1 className="text-20 font-semibold">The dashboard could not be shown</h1>
          <p className="mt-2 text-muted">
            Your runs are not affected: trainers record on their own. Try again, and if this stays, restart
            the server and look at its log.
          </p>
          <button
            type="button"
            onClick={retry}
            className="mt-4 h-8 rounded-md bg-accent px-3 font-medium text-on-accent"
          >
            Try again
          </button>
        </main>
      </body>
    </html>
  );
}

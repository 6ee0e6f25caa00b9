"use client";

import Link from "next/link";
import { useEffect } from "react";
import { Button } from "./components/ui/button";
import { EmptyState } from "./components/ui/empty-state";

/** A page that could not be drawn. Runs go on training, whatever a page does. */
export default function PageError({ error, retry }: { error: unknown; retry: () => void }) {
  useEffect(() => {
    console.error(error);
  }, [error]);
  const digest = (error as { digest?: string } | null)?.digest;
  return (
    <EmptyState
      title="This page could not be shown"
      action={
        <>
          <Button variant="primary" onClick={retry}>
            Try again
          </Button>
          <Button asChild>
            <Link href="/">Show all runs</Link>
          </Button>
        </>
      }
    >
      <p>
        {digest
          ? `The server failed while drawing it; its log has the cause under ${digest}.`
          : error instanceof Error
            ? error.message
            : "The browser's console has the cause."}
      </p>
      <p>Your runs are not affected: trainers record on their own.</p>
    </EmptyState>
  );
}

import Link from "next/link";
import { Button } from "./components/ui/button";
import { EmptyState } from "./components/ui/empty-state";

export default function NotFound() {
  return (
    <EmptyState
      title="There is no page at this address"
      action={
        <Button asChild variant="primary">
          <Link href="/">Show all runs</Link>
        </Button>
      }
    >
      <p>Check the address, or find the run, experiment or page by name with ⌘K.</p>
    </EmptyState>
  );
}

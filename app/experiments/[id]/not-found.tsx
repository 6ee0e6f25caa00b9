import Link from "next/link";
import { Button } from "../../components/ui/button";
import { EmptyState } from "../../components/ui/empty-state";

export default function ExperimentNotFound() {
  return (
    <EmptyState
      title="There is no experiment with this id"
      action={
        <Button asChild variant="primary">
          <Link href="/experiments">Show all experiments</Link>
        </Button>
      }
    >
      <p>The address may be cut off, or it belongs to another data home.</p>
    </EmptyState>
  );
}

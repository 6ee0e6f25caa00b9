import Link from "next/link";
import { Button } from "../../components/ui/button";
import { Copyable } from "../../components/ui/copyable";
import { EmptyState } from "../../components/ui/empty-state";

export default function RunNotFound() {
  return (
    <EmptyState
      title="There is no run with this id"
      action={
        <Button asChild variant="primary">
          <Link href="/">Show all runs</Link>
        </Button>
      }
    >
      <p>
        It may have been recorded into another data folder: this server reads the one it was started with. The
        ids it knows are listed by
      </p>
      <Copyable block text="npx gradiometer runs" label="command" />
    </EmptyState>
  );
}

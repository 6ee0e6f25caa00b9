import { armColourVariable } from "../../format/arm-colour";
import { cx } from "../../format/class-names";

/** The colour of an arm as a dot; beside it always the arm's name. */
export function ArmDot({ position, className }: { position: number; className?: string }) {
  return (
    <svg viewBox="0 0 8 8" width={8} height={8} className={cx("shrink-0", className)} aria-hidden="true">
      <circle cx="4" cy="4" r="4" fill={armColourVariable(position)} />
    </svg>
  );
}

export function ArmName({ position, name }: { position: number; name: string }) {
  return (
    <span className="inline-flex align-middle min-w-0 max-w-full items-center gap-1.5" title={name}>
      <ArmDot position={position} />
      <span className="truncate">{name}</span>
    </span>
  );
}

import { cx } from "../../format/class-names";

/** A thin bar; `value` between 0 and 1. It steps with the data and is not animated. */
export function ProgressBar({
  value,
  label,
  tone = "accent",
  className,
}: {
  value: number;
  label: string;
  tone?: "accent" | "muted" | "critical";
  className?: string;
}) {
  const share = Number.isFinite(value) ? Math.min(1, Math.max(0, value)) : 0;
  const fill = { accent: "fill-accent", muted: "fill-muted", critical: "fill-critical" }[tone];
  return (
    <svg
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.floor(share * 100)}
      viewBox="0 0 100 3"
      preserveAspectRatio="none"
      className={cx("block h-[3px] w-full overflow-hidden rounded-full", className)}
    >
      <rect width="100" height="3" className="fill-line" />
      <rect width={share * 100} height="3" className={fill} />
    </svg>
  );
}

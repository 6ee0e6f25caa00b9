import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "../../format/class-names";

const looks = {
  good: { icon: CircleCheck, colour: "text-good" },
  info: { icon: Info, colour: "text-accent" },
  warning: { icon: TriangleAlert, colour: "text-warning" },
  error: { icon: CircleAlert, colour: "text-critical" },
} as const;

/** What happened and what to do next, in the flow of the page. */
export function Notice({
  tone = "info",
  children,
  action,
}: {
  tone?: keyof typeof looks;
  children: ReactNode;
  action?: ReactNode;
}) {
  const { icon: Icon, colour } = looks[tone];
  return (
    <div
      role={tone === "error" ? "alert" : "status"}
      className="flex items-start gap-2 rounded-md border bg-surface px-3 py-2"
    >
      <Icon size={16} className={cx("mt-0.5 shrink-0", colour)} aria-hidden />
      <div className="min-w-0 flex-1 break-words">{children}</div>
      {action}
    </div>
  );
}

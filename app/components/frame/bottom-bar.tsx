"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { cx } from "../../format/class-names";
import { isCurrent, navigation } from "./navigation";

const slot = "flex min-w-0 flex-1 flex-col items-center justify-center gap-0.5 text-12";

/** The navigation within a thumb's reach on narrow screens. */
export function BottomBar() {
  const pathname = usePathname();
  return (
    <nav
      aria-label="Main"
      className="fixed inset-x-0 bottom-0 z-30 flex h-14 border-t bg-page pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {navigation
        .filter(({ isWideOnly }) => !isWideOnly)
        .map((entry) => {
          const current = isCurrent(entry, pathname);
          return (
            <Link
              key={entry.href}
              href={entry.href}
              aria-current={current ? "page" : undefined}
              className={cx(slot, current ? "text-accent" : "text-muted")}
            >
              <entry.icon size={18} aria-hidden />
              <span className="truncate">{entry.label}</span>
            </Link>
          );
        })}
    </nav>
  );
}

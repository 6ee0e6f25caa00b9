"use client";

import { Search } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { cx } from "../../format/class-names";
import { isCurrent, navigation } from "./navigation";

export function TopBar({ onSearch, children }: { onSearch: () => void; children: ReactNode }) {
  const pathname = usePathname();
  return (
    <header className="sticky top-0 z-30 flex h-12 items-center gap-1 border-b bg-page px-3 md:gap-2 md:px-4">
      <Link href="/" className="mr-2 inline-flex items-center gap-2 font-semibold md:mr-4">
        <Mark />
        Gradiometer
      </Link>
      <nav aria-label="Main" className="hidden h-full md:flex">
        {navigation.map((entry) => {
          const current = isCurrent(entry, pathname);
          return (
            <Link
              key={entry.href}
              href={entry.href}
              aria-current={current ? "page" : undefined}
              className={cx(
                entry.isWideOnly && "max-lg:hidden",
                "flex h-full items-center border-b-2 px-2.5 hover:text-text",
                current ? "border-accent text-text" : "border-transparent text-muted",
              )}
            >
              {entry.label}
            </Link>
          );
        })}
      </nav>
      <div className="ml-auto flex items-center gap-1 md:gap-2">
        <button
          type="button"
          onClick={onSearch}
          aria-label="Search pages, runs and actions"
          className="flex h-8 items-center gap-2 rounded-md px-2.5 text-13 text-muted hover:border-strong-line hover:text-text md:border"
        >
          <Search size={14} aria-hidden />
          <span className="max-md:hidden">Search</span>
          <kbd className="font-sans text-12 max-md:hidden">⌘K</kbd>
        </button>
        {children}
      </div>
    </header>
  );
}

/** A curve that spikes above its threshold. */
function Mark() {
  return (
    <svg viewBox="0 0 20 20" width={20} height={20} fill="none" aria-hidden="true">
      <path
        d="M1 14.5h4.5L9 3l3.5 14 2-5H19"
        className="stroke-accent"
        strokeWidth="2"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
    </svg>
  );
}

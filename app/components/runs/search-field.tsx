"use client";

import { Search } from "lucide-react";
import { type RefObject, useEffect, useState } from "react";
import { filterFault } from "./search-params";

/** A search is sent this long after the last key. */
const TYPING_MS = 200;

/** Words to look for, or a filter: `config.lr > 1e-3 and last(gradient_norm) > 10`. */
export function SearchField({
  value,
  onChange,
  field,
}: {
  value: string;
  onChange: (value: string) => void;
  field: RefObject<HTMLInputElement | null>;
}) {
  const [text, setText] = useState(value);
  const [asked, setAsked] = useState(value);
  // The URL changed from elsewhere (Back, a cleared filter): the field follows.
  if (value !== asked) {
    setAsked(value);
    setText(value);
  }
  useEffect(() => {
    if (text === asked) return;
    const timer = setTimeout(() => {
      setAsked(text);
      onChange(text);
    }, TYPING_MS);
    return () => clearTimeout(timer);
  }, [text, asked, onChange]);
  const fault = filterFault(text);
  return (
    <label className="relative block max-sm:w-full">
      <span className="sr-only">Search runs</span>
      <Search size={14} aria-hidden className="absolute top-1/2 left-2 -translate-y-1/2 text-muted" />
      <input
        ref={field}
        type="search"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          if (text === "") event.currentTarget.blur();
          setText("");
        }}
        placeholder="Search, or config.lr > 1e-3 and last(loss) < 2"
        aria-keyshortcuts="/"
        aria-invalid={fault !== null}
        aria-describedby={fault === null ? undefined : "filter-fault"}
        className="field h-[26px] w-[360px] pl-7 text-13 max-sm:h-8 max-sm:w-full"
      />
      {fault !== null && (
        <span
          id="filter-fault"
          role="status"
          className="absolute top-full left-0 z-20 mt-1 max-w-[480px] rounded-md bg-raised px-2 py-1 text-12 text-muted shadow-float"
        >
          {fault}
        </span>
      )}
    </label>
  );
}

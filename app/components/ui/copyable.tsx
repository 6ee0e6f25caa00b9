"use client";

import { Check, Copy } from "lucide-react";
import { Fragment, useEffect, useState } from "react";
import { cx } from "../../format/class-names";

/** Text in mono with a button that copies it: ids, commands. */
export function Copyable({
  text,
  label,
  block = false,
  className,
}: {
  text: string;
  /** What is copied, for the button's name: "run id", "command". */
  label: string;
  block?: boolean;
  className?: string;
}) {
  if (!block)
    return (
      <span className={cx("inline-flex min-w-0 items-center gap-1 font-mono text-13", className)}>
        <span className="truncate">{text}</span>
        <CopyButton text={text} label={label} />
      </span>
    );
  return (
    <div
      className={cx(
        "flex items-start gap-2 rounded-md border bg-surface py-2 pr-2 pl-3 text-left",
        className,
      )}
    >
      <code className="min-w-0 flex-1 py-[3px] font-mono text-13 break-words whitespace-pre-wrap">
        {wordsOf(text).map(({ word, at }) => (
          <Fragment key={at}>
            {at > 0 && " "}
            <span className="inline-block max-w-full">{word}</span>
          </Fragment>
        ))}
      </code>
      <CopyButton text={text} label={label} />
    </div>
  );
}

/** A command breaks between its words; browsers would also break "--arms" after its dashes. */
function wordsOf(text: string): { word: string; at: number }[] {
  let at = 0;
  return text.split(" ").map((word) => {
    const here = { word, at };
    at += word.length + 1;
    return here;
  });
}

export function CopyButton({ text, label }: { text: string; label: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <button
      type="button"
      aria-label={copied ? `Copied ${label}` : `Copy ${label}`}
      title={copied ? "Copied" : `Copy ${label}`}
      className="grid size-[26px] shrink-0 place-items-center rounded-md text-muted hover:bg-hover hover:text-text"
      onClick={() => {
        void copyText(text).then(setCopied);
      }}
    >
      {copied ? <Check size={14} className="text-good" aria-hidden /> : <Copy size={14} aria-hidden />}
    </button>
  );
}

/** The clipboard API exists on secure origins only; plain http over a network needs the older way. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    area.setAttribute("readonly", "");
    area.className = "fixed -top-96";
    document.body.append(area);
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    return copied;
  }
}

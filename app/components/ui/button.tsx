import { Slot } from "radix-ui";
import type { ButtonHTMLAttributes } from "react";
import { cx } from "../../format/class-names";

const variants = {
  primary: "bg-accent text-on-accent border-transparent hover:brightness-110 font-medium",
  secondary: "bg-page text-text border-strong-line hover:bg-hover",
  quiet: "bg-transparent text-muted border-transparent hover:bg-hover hover:text-text",
  danger: "bg-page text-critical border-strong-line hover:bg-hover",
} as const;

const sizes = {
  normal: "h-8 px-3 text-14 gap-2",
  small: "h-[26px] px-2 text-13 gap-1.5",
  icon: "h-8 w-8 justify-center",
  "small-icon": "h-[26px] w-[26px] justify-center",
} as const;

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  variant?: keyof typeof variants;
  size?: keyof typeof sizes;
  /** Renders its only child (a link) with the looks of a button. */
  asChild?: boolean;
}

export function Button({
  variant = "secondary",
  size = "normal",
  asChild = false,
  className,
  ...rest
}: ButtonProps) {
  const Element = asChild ? Slot.Root : "button";
  return (
    <Element
      type={asChild ? undefined : "button"}
      className={cx(
        "inline-flex shrink-0 items-center justify-center rounded-md border whitespace-nowrap select-none disabled:pointer-events-none disabled:opacity-50",
        variants[variant],
        sizes[size],
        className,
      )}
      {...rest}
    />
  );
}

"use client";

import { Check } from "lucide-react";
import { DropdownMenu as Radix } from "radix-ui";
import type { ReactNode } from "react";

const itemLook =
  "flex h-8 items-center gap-2 rounded-sm px-2 text-13 outline-none select-none data-[highlighted]:bg-hover data-[disabled]:opacity-50 cursor-pointer";

const describedItemLook =
  "block max-w-[380px] cursor-pointer rounded-sm px-2 py-1.5 text-13 outline-none select-none data-[highlighted]:bg-hover data-[disabled]:opacity-50";

export function Menu({
  trigger,
  children,
  align = "end",
}: {
  trigger: ReactNode;
  children: ReactNode;
  align?: "start" | "end";
}) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className="z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-40 overflow-auto rounded-md bg-raised p-1 shadow-float"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export function MenuItem({
  children,
  description,
  onSelect,
  disabled,
}: {
  children: ReactNode;
  /** One line of explanation under the name. */
  description?: ReactNode;
  onSelect: () => void;
  disabled?: boolean;
}) {
  if (description)
    return (
      <Radix.Item className={describedItemLook} onSelect={onSelect} disabled={disabled}>
        {children}
        <div className="text-12 text-muted">{description}</div>
      </Radix.Item>
    );
  return (
    <Radix.Item className={itemLook} onSelect={onSelect} disabled={disabled}>
      {children}
    </Radix.Item>
  );
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <Radix.Label className="px-2 pt-2 pb-1 text-12 text-muted">{children}</Radix.Label>;
}

export function MenuSeparator() {
  return <Radix.Separator className="-mx-1 my-1 h-px bg-line" />;
}

export function MenuRadio<Value extends string>({
  value,
  onChange,
  options,
}: {
  value: Value;
  onChange: (value: Value) => void;
  options: readonly { value: Value; label: ReactNode }[];
}) {
  return (
    <Radix.RadioGroup value={value} onValueChange={(next) => onChange(next as Value)}>
      {options.map((option) => (
        <Radix.RadioItem key={option.value} value={option.value} className={itemLook}>
          <CheckSlot />
          {option.label}
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  );
}

/** Stays open, so that several can be set in a row. */
export function MenuCheckbox({
  checked,
  onChange,
  children,
}: {
  checked: boolean;
  onChange: (checked: boolean) => void;
  children: ReactNode;
}) {
  return (
    <Radix.CheckboxItem
      checked={checked}
      onCheckedChange={onChange}
      onSelect={(event) => event.preventDefault()}
      className={itemLook}
    >
      <CheckSlot />
      {children}
    </Radix.CheckboxItem>
  );
}

function CheckSlot() {
  return (
    <span className="grid w-4 place-items-center">
      <Radix.ItemIndicator>
        <Check size={14} aria-hidden />
      </Radix.ItemIndicator>
    </span>
  );
}

import { Activity, Bell, FlaskConical, History, type LucideIcon, Rows3, Settings } from "lucide-react";

export interface NavigationEntry {
  href: string;
  label: string;
  icon: LucideIcon;
  /** Path prefixes under which the entry is the current one. */
  prefixes: readonly string[];
  /** Left out where there is no room for all. */
  isWideOnly?: boolean;
}

export const navigation: readonly NavigationEntry[] = [
  { href: "/", label: "Runs", icon: Rows3, prefixes: ["/runs", "/compare"] },
  { href: "/experiments", label: "Experiments", icon: FlaskConical, prefixes: ["/experiments", "/launch"] },
  { href: "/episodes", label: "Episodes", icon: Activity, prefixes: ["/episodes"] },
  { href: "/backtest", label: "Backtest", icon: History, prefixes: ["/backtest"], isWideOnly: true },
  { href: "/alerts", label: "Alerts", icon: Bell, prefixes: ["/alerts"] },
  { href: "/settings", label: "Settings", icon: Settings, prefixes: ["/settings"] },
];

export function isCurrent(entry: NavigationEntry, pathname: string): boolean {
  return (
    pathname === entry.href ||
    entry.prefixes.some((prefix) => pathname === prefix || pathname.startsWith(`${prefix}/`))
  );
}

"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { nextThemeChoice } from "../../theme/theme";
import { useTheme } from "../../theme/theme-provider";
import { Button } from "../ui/button";
import { Tooltip } from "../ui/tooltip";

const looks = {
  system: { icon: Monitor, says: "Colours follow the system" },
  light: { icon: Sun, says: "Light colours" },
  dark: { icon: Moon, says: "Dark colours" },
} as const;

export function ThemeToggle() {
  const { choice, choose } = useTheme();
  const { icon: Icon, says } = looks[choice];
  const next = nextThemeChoice(choice);
  return (
    <Tooltip content={`${says}. Click: ${looks[next].says.toLowerCase()}`}>
      <Button
        variant="quiet"
        size="icon"
        aria-label={`${says}; change to: ${looks[next].says.toLowerCase()}`}
        onClick={() => choose(next)}
      >
        <Icon size={16} aria-hidden />
      </Button>
    </Tooltip>
  );
}

import type { Guardrail } from "../../db/contract/guardrails";
import { formatFigure } from "../../diagnostics/format-figure";

/** An update that was not applied. */
export interface SkippedUpdate {
  on: "exploding" | "non-finite";
  network: string;
  reason: string;
}

/**
 * The check between a gradient and its update: refuses a gradient that is not finite, or one whose norm lies above
 * the limit at which the detectors would speak of an explosion. One comparison an update.
 */
export interface UpdateGate {
  allows(network: string, norm: number): boolean;
  /** What was refused since the last call. */
  take(): SkippedUpdate[];
}

export function createUpdateGate(
  rules: readonly Guardrail[],
  explosionLimit: (network: string) => number,
): UpdateGate {
  const skips = (on: SkippedUpdate["on"]) =>
    rules.some((rule) => rule.action === "skip-step" && rule.on === on);
  const skipsNonFinite = skips("non-finite");
  const skipsExploding = skips("exploding");
  let refused: SkippedUpdate[] = [];
  return {
    allows(network, norm) {
      if (!Number.isFinite(norm)) {
        if (!skipsNonFinite) return true;
        refused.push({ on: "non-finite", network, reason: `gradient norm ${formatFigure(norm)}` });
        return false;
      }
      const limit = skipsExploding ? explosionLimit(network) : Number.POSITIVE_INFINITY;
      if (norm <= limit) return true;
      const reason = `gradient norm ${formatFigure(norm)}, above ${formatFigure(limit)}, where an explosion begins`;
      refused.push({ on: "exploding", network, reason });
      return false;
    },
    take() {
      const taken = refused;
      refused = [];
      return taken;
    },
  };
}

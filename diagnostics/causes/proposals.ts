import type { CauseContext } from "./cause-context";

/** Global-norm clipping at a few times the norm that was usual: it lets ordinary steps pass. */
export function clippingAt({ usualNorm }: CauseContext): string {
  const maxNorm = usualNorm > 0 ? Number((3 * usualNorm).toPrecision(2)) : 1;
  return `clip-global-norm:maxNorm=${maxNorm}`;
}

export interface EndLabel {
  /** Wanted position in pixels from the top of the plot. */
  y: number;
  index: number;
}

/**
 * Moves labels at line ends apart until none overlaps, as little as possible and within the plot.
 * Labels that find no room are left out, the last ones first.
 */
export function spreadLabels(
  labels: readonly EndLabel[],
  labelHeight: number,
  plotHeight: number,
): EndLabel[] {
  const capacity = Math.floor(plotHeight / labelHeight);
  const kept = labels.slice(0, Math.max(0, capacity)).sort((a, b) => a.y - b.y);
  const top = labelHeight / 2;
  const bottom = plotHeight - labelHeight / 2;
  const placed: EndLabel[] = [];
  let free = top;
  for (const label of kept) {
    const y = Math.max(free, Math.min(label.y, bottom));
    placed.push({ ...label, y });
    free = y + labelHeight;
  }
  // What was pushed beyond the bottom pushes those above it up again.
  let ceiling = bottom;
  for (let index = placed.length - 1; index >= 0; index -= 1) {
    const label = placed[index];
    if (!label || label.y <= ceiling) break;
    label.y = ceiling;
    ceiling -= labelHeight;
  }
  return placed;
}

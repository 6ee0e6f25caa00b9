const blocks = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/**
 * Values as eight heights between their smallest and largest, on a log scale where asked. A bucket
 * that holds a non-finite value is "×", an empty one a space.
 */
export function sparkline(
  values: readonly number[],
  options: { scale: "log" | "linear"; nonFinite?: readonly number[] },
): string {
  const heights = values.map((value) => (options.scale === "log" ? Math.log10(value) : value));
  const finite = heights.filter(Number.isFinite);
  const low = Math.min(...finite);
  const span = Math.max(...finite) - low;
  return heights
    .map((height, index) => {
      if ((options.nonFinite?.[index] ?? 0) > 0) return "×";
      // A zero on a log scale is the lowest there is.
      if (height === Number.NEGATIVE_INFINITY) return blocks[0];
      if (!Number.isFinite(height)) return " ";
      return blocks[span === 0 ? 0 : Math.min(7, Math.floor(((height - low) / span) * 8))];
    })
    .join("");
}

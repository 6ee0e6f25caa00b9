/** `.031`, `.0020`, `< .0001`: two significant digits, no leading zero, as papers print it. */
export function formatP(p: number): string {
  if (p >= 0.9995) return "1";
  if (p < 1e-4) return "< .0001";
  const digits = p >= 0.1 ? 2 : 1 - Math.floor(Math.log10(p));
  return p.toFixed(digits).replace(/^0/, "");
}

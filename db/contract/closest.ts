/**
 * The option a person most likely meant: one that the word is the first words of ("skip" for skip-step, and not the
 * "stop" that lies two letters off); else the nearest by edits, when it is near enough to be a slip; else one that the
 * word is a part of or begins like ("max" for maxNorm, "explode" for exploding).
 */
export function closest(word: string, options: readonly string[]): string | undefined {
  const begun = options.find((option) => option.toLowerCase().startsWith(`${word.toLowerCase()}-`));
  if (begun) return begun;
  const limit = Math.max(2, Math.floor(word.length / 3));
  let best: { option: string; edits: number } | undefined;
  for (const option of options) {
    const edits = editDistance(word.toLowerCase(), option.toLowerCase());
    if (edits <= limit && (!best || edits < best.edits)) best = { option, edits };
  }
  return best?.option ?? options.find((option) => isRelated(word.toLowerCase(), option.toLowerCase()));
}

const related = { part: 3, beginning: 5 };

const isRelated = (word: string, option: string): boolean =>
  (word.length >= related.part && option.includes(word)) ||
  (word.length >= related.beginning && option.startsWith(word.slice(0, related.beginning)));

/** `Unknown workload "ring-gam"; did you mean "ring-gan"? Known: ring-gan, mnist-gan.` */
export function unknownWord(noun: string, word: string, options: readonly string[]): string {
  const near = closest(word, options);
  return `Unknown ${noun} "${word}"${near ? `; did you mean "${near}"?` : "."} Known: ${options.join(", ")}.`;
}

/** Levenshtein distance: insertions, deletions and replacements. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

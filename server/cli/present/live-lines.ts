/** A terminal redraws this often; what is no terminal gets a line this often. */
const redrawMs = 100;
const plainEveryMs = 10_000;

/**
 * Lines on stderr that are drawn over and over while something runs: in place on a terminal, and as
 * the first line now and then elsewhere, so that a log stays readable.
 */
export class LiveLines {
  private drawn = 0;
  private last = 0;
  private readonly terminal = process.stderr.isTTY === true;

  update(lines: readonly string[]): void {
    const now = Date.now();
    if (now - this.last < (this.terminal ? redrawMs : plainEveryMs)) return;
    this.last = now;
    if (!this.terminal) {
      process.stderr.write(`${lines[0]}\n`);
      return;
    }
    this.clear();
    const columns = process.stderr.columns || 80;
    process.stderr.write(lines.map((line) => `${[...line].slice(0, columns - 1).join("")}\n`).join(""));
    this.drawn = lines.length;
  }

  /** Takes the lines away again; what follows starts where they began. */
  clear(): void {
    if (this.drawn > 0) process.stderr.write(`\x1b[${this.drawn}A\x1b[0J`);
    this.drawn = 0;
  }
}

export function progressBar(share: number, width = 24): string {
  const filled = Math.round(Math.max(0, Math.min(1, share)) * width);
  return `${"█".repeat(filled)}${"░".repeat(width - filled)}`;
}

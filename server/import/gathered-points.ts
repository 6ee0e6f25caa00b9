import type { SeriesColumns } from "../../db/contract/events";

/** Step, wall time, value. */
const numbersOfPoint = 3;
const pointsAtFirst = 2 ** 12;

/**
 * Points of many columns in the order in which they were read, kept as numbers in arrays that are used again for each
 * batch. Lists that grew while a batch is read would outlive the garbage collector's young generation, and the old one
 * then grows to several times what is in use before it is looked through.
 */
export class GatheredPoints {
  private columns = new Int32Array(pointsAtFirst);
  private numbers = new Float64Array(numbersOfPoint * pointsAtFirst);
  private length = 0;
  private columnCount = 0;

  /** The number of a column, to add points to it until they are taken. */
  addColumn(): number {
    return this.columnCount++;
  }

  add(column: number, step: number, wallTimeMs: number, value: number): void {
    if (this.length === this.columns.length) this.grow();
    const at = numbersOfPoint * this.length;
    this.columns[this.length++] = column;
    this.numbers[at] = step;
    this.numbers[at + 1] = wallTimeMs;
    this.numbers[at + 2] = value;
  }

  /** All points, by the numbers of their columns. Nothing is left here, no column either. */
  take(): SeriesColumns[] {
    const { columns, numbers, length } = this;
    const taken = Array.from({ length: this.columnCount }, (): SeriesColumns => {
      return { step: [], wallTimeMs: [], value: [] };
    });
    for (let index = 0, at = 0; index < length; index++, at += numbersOfPoint) {
      const { step, wallTimeMs, value } = taken[columns[index] as number] as SeriesColumns;
      step.push(numbers[at] as number);
      wallTimeMs.push(numbers[at + 1] as number);
      value.push(numbers[at + 2] as number);
    }
    this.length = 0;
    this.columnCount = 0;
    return taken;
  }

  private grow(): void {
    const { columns, numbers } = this;
    this.columns = new Int32Array(2 * columns.length);
    this.columns.set(columns);
    this.numbers = new Float64Array(2 * numbers.length);
    this.numbers.set(numbers);
  }
}

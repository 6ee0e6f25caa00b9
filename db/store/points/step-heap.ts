/** One of several that are gone through by step; of those at one step the lowest place is first. */
export interface Stepping {
  step: number;
  readonly place: number;
}

/** The earliest of several on top: to go through n points of k series takes n log(k). */
export class StepHeap<Item extends Stepping> {
  readonly #items: Item[] = [];

  get first(): Item | undefined {
    return this.#items[0];
  }

  add(item: Item): void {
    const items = this.#items;
    let at = items.length;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = items[parent] as Item;
      if (!isBefore(item, above)) break;
      items[at] = above;
      at = parent;
    }
    items[at] = item;
  }

  /** The first one has gone on to a later step. */
  sinkFirst(): void {
    const items = this.#items;
    const moved = items[0] as Item;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= items.length) break;
      if (child + 1 < items.length && isBefore(items[child + 1] as Item, items[child] as Item)) child++;
      if (!isBefore(items[child] as Item, moved)) break;
      items[at] = items[child] as Item;
      at = child;
    }
    items[at] = moved;
  }

  /** The first one has come to its end. */
  dropFirst(): void {
    const last = this.#items.pop() as Item;
    if (this.#items.length === 0) return;
    this.#items[0] = last;
    this.sinkFirst();
  }
}

const isBefore = (a: Stepping, b: Stepping): boolean =>
  a.step < b.step || (a.step === b.step && a.place < b.place);

import type { Database } from "../../../database";
import { unpackAxis } from "./pack-axis";

type Axis = ReturnType<typeof unpackAxis>;

/** Enough for the series of a run to be read side by side; an axis has a thousand points at most. */
const mostKept = 64;

/** Axes that were unpacked: series that were recorded together share them. For one snapshot, since the last one grows. */
export class AxisCache {
  readonly #db: Database;
  readonly #axes = new Map<number, Axis>();

  constructor(db: Database) {
    this.#db = db;
  }

  get(id: number): Axis {
    const known = this.#axes.get(id);
    if (known) return known;
    const axis = unpackAxis(this.#db.statement(query).pluck().get(id) as Buffer);
    for (const oldest of this.#axes.keys()) {
      if (this.#axes.size < mostKept) break;
      this.#axes.delete(oldest);
    }
    this.#axes.set(id, axis);
    return axis;
  }
}

const query = "SELECT data FROM point_axis WHERE id = ?";

import { createHash } from "node:crypto";
import type { LogLine, MediaReference, SeriesColumns } from "../../db/contract/events";
import type { ImportedEvents } from "../../db/store/imports/store-imported";
import type { AboutRun } from "../../db/store/ingest/parse-ingest-batch";
import { readPngSize } from "../../db/store/media/png-size";
import type { ReadBatch, ReadFrom } from "./format";
import { GatheredPoints } from "./gathered-points";
import { seriesName } from "./series-name";

/** Points and bytes of images that make a batch: a commit of less than a tenth of a second, that others can wait for. */
const fullPoints = 2 ** 15;
const fullImageBytes = 2 ** 24;
/** Steps that go back more often than this are rows out of order, not restarts: stored in their place. */
const mostRestarts = 100;
const latestWallTimeMs = Number.MAX_SAFE_INTEGER;

/** A series as it is read. */
export interface Column {
  name: string;
  lastStep: number;
  /** Where its points are gathered; undefined while there are none since the last restart. */
  place: number | undefined;
}

/**
 * Gathers what a reader finds into batches, a number at a time and without an object for each. Where the steps of a series
 * go back, a training was restarted there: what the series had from that step on is to give way.
 */
export class BatchBuilder {
  private readonly columns = new Map<string, Column>();
  private readonly gathered = new GatheredPoints();
  private points = 0;
  private imageBytes = 0;
  private restarts = 0;
  private readonly told = new Set<number>();
  private closed: ImportedEvents[] = [];
  private backTo = new Map<string, number>();
  private allBackTo: number | undefined;
  private log: LogLine[] = [];
  private media: MediaReference[] = [];
  private images: Uint8Array[] = [];
  private remarks: string[] = [];
  private readonly leftOut = new Map<string, number>();
  private inserted: { count: number; first: string } | undefined;
  /** Names as they were found, by those they are stored under; until they are. */
  private readonly renamed = new Map<string, string>();
  private changed: { count: number; first: string } | undefined;
  about: AboutRun | undefined;
  outcome: ReadBatch["outcome"];
  /** What is read was read before: points that are stored are left out, others are put in their place. */
  isBehind = false;
  /** Rows are sorted by falling steps: none of them is a restart. */
  isNewestFirst = false;

  constructor(private readonly from: Pick<ReadFrom, "lastSteps" | "stored">) {}

  get isFull(): boolean {
    return this.points >= fullPoints || this.imageBytes >= fullImageBytes;
  }

  get hasPoints(): boolean {
    return this.points > 0;
  }

  get hasRemarks(): boolean {
    return this.remarks.length > 0;
  }

  column(name: string): Column {
    const known = this.columns.get(name);
    if (known) return known;
    const stored = seriesName(name);
    const other = stored === name ? undefined : this.columns.get(stored);
    const column = other ?? {
      name: stored,
      lastStep: this.from.lastSteps.get(stored) ?? -1,
      place: undefined,
    };
    this.columns.set(name, column);
    this.columns.set(stored, column);
    if (stored !== name) this.renamed.set(stored, name);
    return column;
  }

  /**
   * A point; its wall time in milliseconds since 1970. A step before the last one of its series is a restart: one of its
   * own, or, where its number is given, the same one for each series.
   */
  push(column: Column, step: number, wallTimeMs: number, value: number, restart?: number): void {
    if (!this.isStep(column, step)) return;
    if (this.isBehind) {
      if (this.from.stored.has(column.name, step, value)) return;
      column.lastStep = Math.max(column.lastStep, step);
    } else if (step < column.lastStep && !this.isNewestFirst) this.goBack(column, step, restart);
    else column.lastStep = Math.max(column.lastStep, step);
    this.add(column, step, wallTimeMs, value);
  }

  /** A point that was logged late or once more: it is stored in its place. */
  insert(column: Column, step: number, wallTimeMs: number, value: number): void {
    if (!this.isStep(column, step)) return;
    this.inserted ??= {
      count: 0,
      first: `step ${step} of ${JSON.stringify(column.name)} after ${column.lastStep}`,
    };
    this.inserted.count++;
    this.add(column, step, wallTimeMs, value);
  }

  /** The training was taken up again at this step, as its files say. */
  restartAll(step: number): void {
    let last = -1;
    for (const { lastStep } of this.columns.values()) last = Math.max(last, lastStep);
    for (const lastStep of this.from.lastSteps.values()) last = Math.max(last, lastStep);
    if (last < step) return;
    this.close();
    this.allBackTo = step;
    for (const column of this.columns.values()) column.lastStep = Math.min(column.lastStep, step - 1);
    this.tellRestart(last, step, "the files say so");
  }

  line(text: string, wallTimeMs: number, level: LogLine["level"] = "info"): void {
    const shown = text.trimEnd();
    if (shown !== "") this.log.push({ text: shown.slice(0, 10_000), level, wallTimeMs });
  }

  /** An image; what is no PNG is left out, since the store keeps none. */
  image(name: string, step: number, wallTimeMs: number, bytes: Buffer): void {
    const size = readPngSize(bytes);
    if (!size || !Number.isSafeInteger(step) || step < 0) {
      this.leaveOut(`images that are no PNG (the first: ${JSON.stringify(name)} at step ${step})`);
      return;
    }
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    this.media.push({
      name: name.slice(0, 200) || "image",
      step,
      wallTimeMs,
      sha256,
      mimeType: "image/png",
      ...size,
      bytes: bytes.length,
    });
    this.images.push(Buffer.from(bytes));
    this.imageBytes += bytes.length;
  }

  remark(sentence: string): void {
    this.remarks.push(sentence);
  }

  /** Counted; said once. `what` of the first one is shown, and tells by its words before "(" what is counted together. */
  leaveOut(what: string): void {
    const kind = what.split(" (", 1)[0] as string;
    for (const [known, count] of this.leftOut)
      if (known.startsWith(kind)) {
        this.leftOut.set(known, count + 1);
        return;
      }
    this.leftOut.set(what, 1);
  }

  /** Everything so far, as read up to `position`. */
  take(position: unknown, bytes: number): ReadBatch {
    this.close();
    if (this.inserted)
      this.remark(
        `${this.inserted.count} steps come after later ones (the first: ${this.inserted.first}), logged late or once more: stored in their place.`,
      );
    this.inserted = undefined;
    if (this.changed)
      this.remark(
        `Names that the store does not take are changed: ${this.changed.count} (the first: ${this.changed.first}).`,
      );
    this.changed = undefined;
    const batch: ReadBatch = {
      events: this.closed,
      about: this.about,
      images: this.images,
      remarks: [...this.remarks, ...[...this.leftOut].map(([what, count]) => `Left out: ${count} ${what}.`)],
      outcome: this.outcome,
      position,
      bytes,
      isBehind: this.isBehind,
    };
    this.closed = [];
    this.images = [];
    this.remarks = [];
    this.leftOut.clear();
    this.about = undefined;
    this.points = 0;
    this.imageBytes = 0;
    return batch;
  }

  private tellName(stored: string): void {
    const found = this.renamed.get(stored);
    if (found === undefined) return;
    this.renamed.delete(stored);
    this.changed ??= { count: 0, first: `${quoted(found)} to ${quoted(stored)}` };
    this.changed.count++;
  }

  private isStep(column: Column, step: number): boolean {
    if (step >= 0 && Number.isSafeInteger(step)) return true;
    this.leaveOut(
      `points whose step is no whole number from 0 (the first: step ${step} of ${JSON.stringify(column.name)})`,
    );
    return false;
  }

  private add(column: Column, step: number, wallTimeMs: number, value: number): void {
    const time = wallTimeMs >= 0 && wallTimeMs <= latestWallTimeMs ? wallTimeMs : 0;
    column.place ??= this.gathered.addColumn();
    this.gathered.add(column.place, step, time, value);
    this.points++;
  }

  private goBack(column: Column, step: number, restart: number | undefined): void {
    if (this.restarts > mostRestarts && restart === undefined) return;
    // Its points of before the restart are to be stored before they give way.
    if (column.place !== undefined) this.close();
    if (!this.backTo.has(column.name)) {
      const isSame =
        restart === undefined ? [...this.backTo.values()].includes(step) : this.told.has(restart);
      if (restart !== undefined) this.told.add(restart);
      this.backTo.set(column.name, step);
      if (!isSame) this.tellRestart(column.lastStep, step, `seen in ${JSON.stringify(column.name)}`);
    }
    column.lastStep = step;
  }

  private tellRestart(from: number, to: number, reason: string): void {
    this.restarts++;
    if (this.restarts === mostRestarts + 1)
      this.remark(`Steps go back more than ${mostRestarts} times: further ones are stored in their place.`);
    if (this.restarts > mostRestarts) return;
    this.remark(
      `Steps go back from ${from} to ${to} (${reason}): taken as a restart; the steps it replaces are kept as an orphaned branch.`,
    );
  }

  /** What was gathered since the last restart. */
  private close(): void {
    const series: Record<string, SeriesColumns> = {};
    const points = this.gathered.take();
    for (const column of this.columns.values()) {
      // A series that goes by two names is here twice.
      if (column.place === undefined) continue;
      series[column.name] = points[column.place] as SeriesColumns;
      this.tellName(column.name);
      column.place = undefined;
    }
    const { backTo, allBackTo, log, media } = this;
    this.backTo = new Map();
    this.allBackTo = undefined;
    this.log = [];
    this.media = [];
    if (
      Object.keys(series).length + log.length + media.length > 0 ||
      backTo.size > 0 ||
      allBackTo !== undefined
    )
      this.closed.push({ series, log, media, backTo, ...(allBackTo !== undefined && { allBackTo }) });
  }
}

const quoted = (name: string): string => JSON.stringify(name.length > 60 ? `${name.slice(0, 60)}...` : name);

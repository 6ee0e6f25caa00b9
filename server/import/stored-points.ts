import type { SeriesColumns } from "../../db/contract/events";
import type { Database } from "../../db/database";
import { isInBranch } from "../../db/store/branches/branches";
import { readPoints } from "../../db/store/points/read-points";
import { findSeries, listAllSeries } from "../../db/store/series/series";

const pagePoints = 512;
/** So many values that differ are not going to be made good by later rows. */
const mostDifferent = 10_000;

interface Page extends Pick<SeriesColumns, "step" | "value"> {
  seriesId: number;
  /** Steps that the page tells of. */
  from: number;
  to: number;
  /** The place that was looked at last. */
  at: number;
}

/** The points of a run as they are stored, beside which its files are read once more after they were written anew. */
export class StoredPoints {
  private readonly pages = new Map<string, Page | undefined>();
  private readonly seen = new Set<string>();
  /** Sentences, by series and step. */
  private readonly different = new Map<string, string>();

  constructor(
    private readonly db: Database,
    private readonly runId: string,
  ) {}

  /**
   * Whether a series has a point at this step, at present or in an orphaned branch. Remembers where its value is another;
   * a later row with the stored one, as of two that were logged for one step, makes that good.
   */
  has(name: string, step: number, value: number): boolean {
    const page = this.pageAt(name, step);
    if (!page) return false;
    const stored = page.step[page.at] === step ? page.value[page.at] : undefined;
    if (stored === undefined) return isInBranch(this.db, page.seriesId, step, value);
    const key = `${step} ${name}`;
    this.seen.add(name);
    if (isSame(stored, value)) this.different.delete(key);
    else if (this.different.size < mostDifferent && !isInBranch(this.db, page.seriesId, step, value))
      this.different.set(key, `${JSON.stringify(name)} at step ${step} was ${stored} and is ${value}`);
    return true;
  }

  /** What shows that the files are another run's; undefined where nothing that was read does. */
  get contradiction(): string | undefined {
    const [first] = this.different.values();
    return first;
  }

  /** A series that the files no longer have; undefined where each that is stored was met. */
  get missing(): string | undefined {
    return listAllSeries(this.db, this.runId).find(({ name, count }) => count > 0 && !this.seen.has(name))
      ?.name;
  }

  /** The page that tells of a step, at its place or where it would be; undefined where there is no such series. */
  private pageAt(name: string, step: number): Page | undefined {
    let page = this.pages.get(name);
    if (!page && this.pages.has(name)) return undefined;
    if (!page || step < page.from || step > page.to) {
      page = this.readPage(name, step, page?.seriesId);
      this.pages.set(name, page);
      if (!page) return undefined;
    }
    if ((page.step[page.at] ?? Number.POSITIVE_INFINITY) > step) page.at = 0;
    while ((page.step[page.at] ?? Number.POSITIVE_INFINITY) < step) page.at++;
    return page;
  }

  private readPage(name: string, from: number, known: number | undefined): Page | undefined {
    const seriesId = known ?? findSeries(this.db, this.runId, name)?.id;
    if (seriesId === undefined) return undefined;
    const { step, value } = readPoints(this.db, seriesId, from - 1, pagePoints);
    const to = step.length < pagePoints ? Number.POSITIVE_INFINITY : (step.at(-1) as number);
    return { seriesId, from, to, step, value, at: 0 };
  }
}

const isSame = (a: number, b: number): boolean => a === b || (Number.isNaN(a) && Number.isNaN(b));

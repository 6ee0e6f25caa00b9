import type { ImportedEvents } from "../../db/store/imports/store-imported";
import type { AboutRun } from "../../db/store/ingest/parse-ingest-batch";
import type { StoredPoints } from "./stored-points";

/** What another program's files hold, read up to a position; stored as a whole. */
export interface ReadBatch {
  /** Images are not files yet: see `images`. */
  events: ImportedEvents[];
  about?: AboutRun | undefined;
  /** Bytes of the images that `media` of the events refer to, to be written before the events are stored. */
  images: Uint8Array[];
  /** What was left out or taken otherwise than it stands there, in sentences. */
  remarks: string[];
  /** How the run ended, where the files say. */
  outcome?: { status: "finished" | "crashed" | "cancelled" | "diverged"; message?: string } | undefined;
  /** JSON; reading goes on from here. */
  position: unknown;
  /** Bytes of files that were read for this batch. */
  bytes: number;
  /** Whether what comes next was read before, from files that were written anew since. */
  isBehind: boolean;
}

/** What a reader goes on from. */
export interface ReadFrom {
  /** Of the last batch that was stored; undefined for a run that is new here. */
  position: unknown;
  /** Last step of each series that is stored. */
  lastSteps: ReadonlyMap<string, number>;
  /** What is stored, for files that are read once more. */
  stored: Pick<StoredPoints, "has">;
  /** The files are followed: a last line without an end is left until it has one. */
  goesOn: boolean;
}

/** Of a run that is new here. */
export const nothingRead: ReadFrom = {
  position: undefined,
  lastSteps: new Map(),
  stored: { has: () => false },
  goesOn: false,
};

/**
 * Files beside those that were imported: they go on where the import ended; they do not, as another run's or those of the
 * same one that were written anew; or they are others than the imported ones, which are still in their place.
 */
export type Standing = "on" | "anew" | "beside";

/** A run that was found in files. */
export interface FoundRun {
  /** Its path within what was asked for, without what every such file is called. */
  name: string;
  /** Where it is, for people. */
  source: string;
  /** Something of its content that stays as the files grow: tells two runs of one name apart. */
  contentId(): string;
  /** What it went by before its files held that much, and in earlier versions: for runs that lie where they lay. */
  formerContentId?(): string;
  /** Of its files at present. */
  bytes(): number;
  /** False while what tells the run from others is not written to its end; for files that are followed. */
  isBegun?(): boolean;
  /** How its files stand to an import that ended at a position of those at `source`; for formats that can tell. */
  standing?(position: unknown, source: string): Standing;
  /**
   * Where to read from so that all that an import read is read once more, as that of files that were written anew: points
   * that are stored are left out, others put in their place. For formats whose files programs write anew.
   */
  again?(position: unknown): unknown;
  /**
   * What is there and was not read. Ends where the files end at present; a record that is not whole yet is left for
   * the next time. Throws only where nothing can be made of a file.
   */
  read(from: ReadFrom): Iterable<ReadBatch>;
}

/** A way in which other programs record their runs. */
export interface ImportFormat {
  /** As `--as` takes it. */
  name: string;
  title: string;
  /** What it is recognized by, for people. */
  looksLike: string;
  /** Whether a file is of this format; looks at its name and at its first bytes at most. */
  claims(file: string): boolean;
  /** What a file holds that by its name is of this format, and is not claimed; undefined for other files. */
  whyNot?(file: string): string | undefined;
  /** The runs that its files make, none of which is read yet; `root` is the path that was asked for. */
  find(files: readonly string[], root: string): FoundRun[];
}

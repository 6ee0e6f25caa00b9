import type { MessagePort } from "node:worker_threads";
import type { ErrorCode } from "../../db/contract/errors";
import type { IngestBatchInput } from "../../db/contract/ingest";
import type { ServerAddress } from "../../db/contract/server-address";

/** What the program says of its run besides points. */
export type About = Pick<
  IngestBatchInput,
  "name" | "config" | "tags" | "steps" | "seed" | "log" | "media" | "status"
>;

/** Where a run is recorded: at a server, or in the store of a data home. */
export type Place = { server: ServerAddress } | { home: string };

export interface ThreadData {
  run: string;
  place: Place;
  resume: boolean;
  about: About;
  /** Shared with the program: `parcels` slots of `cells` numbers each, and the counters that `counter` names. */
  rows: SharedArrayBuffer;
  counters: SharedArrayBuffer;
  port: MessagePort;
}

/** What the program hands over at once. Its rows are in the slot that its number, from 0, falls on. */
export interface Parcel {
  /** Of its slot, how many numbers are taken: rows of a shape, a step, a wall time and the shape's values. */
  length: number;
  /** Names that are new with it; a series is known by its place in the list of all names. */
  names: string[];
  /** Shapes that are new with it: the series of a row's values. */
  shapes: number[][];
  about: About;
  /** Handed over since its slot is full, so that more are to come: they share a commit. */
  isFull: boolean;
}

export type ToThread = Parcel | "close";

export type FromThread =
  | { kind: "opened"; attempt: number; lastStep: number | null }
  /** All that was handed over is committed. */
  | { kind: "stored" }
  | { kind: "cancel" }
  /** Recording is over; counters say so too, to a program that does not come by to read this. */
  | { kind: "failed"; code: ErrorCode; message: string };

/** Of parcels: how many are read, so that their slots are free, how many are committed; and whether recording failed. */
export const counter = { read: 0, stored: 1, failed: 2 } as const;

/** 16 slots of 256 KiB. With as many in a batch, a program that logs one metric a call is 260,000 points ahead before it waits. */
export const parcels = 16;
export const cells = 2 ** 15;

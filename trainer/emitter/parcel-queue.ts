import { GradiometerError } from "../../db/contract/errors";
import type { LogLine } from "../../db/contract/events";
import { isEnded } from "../../db/contract/statuses";
import type { FromThread, Parcel } from "./messages";

const defaults = {
  firstRetryMs: 250,
  /** A disk that was freed is noticed soon; a database that stays locked is not hammered. */
  longestRetryMs: 5000,
};

/**
 * Stores parcels in the order they came, each once, numbered from 1. A store that is full or locked is tried again
 * until it takes the parcel; any other failure ends the recording.
 */
export interface ParcelQueue {
  add(parcel: Parcel): void;
  /** Calls `onDrained` when everything is stored, at once if it is. */
  close(): void;
  /** The run's last status is stored. */
  readonly hasEnded: boolean;
}

export interface ParcelQueueParts {
  store(seq: number, parcel: Parcel): void;
  post(message: FromThread): void;
  onDrained(): void;
  now(): number;
  schedule(work: () => void, afterMs: number): void;
}

export function createParcelQueue({ store, post, onDrained, now, schedule }: ParcelQueueParts): ParcelQueue {
  const queue: Parcel[] = [];
  /** The queue's own log lines, sent along with the next parcel. */
  const notices: LogLine[] = [];
  let seq = 0;
  let retryMs = defaults.firstRetryMs;
  let waitingSince: number | undefined;
  let isClosing = false;
  let hasEnded = false;
  let hasFailed = false;

  function drain(): void {
    for (let parcel = queue[0]; parcel; parcel = queue[0]) {
      try {
        store(seq + 1, { ...parcel, log: [...notices, ...parcel.log] });
      } catch (error) {
        if (isTemporary(error)) waitAfter(error);
        else fail(error);
        return;
      }
      seq += 1;
      queue.shift();
      notices.length = 0;
      hasEnded ||= parcel.status !== undefined && isEnded(parcel.status.status);
      post({ kind: "stored" });
      if (waitingSince !== undefined) resume(waitingSince);
    }
    if (isClosing) onDrained();
  }

  /** Nothing is stored of a parcel that failed, so the same one is tried again, later and later. */
  function waitAfter(error: unknown): void {
    if (waitingSince === undefined) {
      waitingSince = now();
      const reason = messageOf(error);
      notices.push({ wallTimeMs: waitingSince, level: "warning", text: `Training waits: ${reason}` });
      post({ kind: "waiting", reason });
    }
    schedule(drain, retryMs);
    retryMs = Math.min(2 * retryMs, defaults.longestRetryMs);
  }

  function resume(since: number): void {
    const text = `Recording goes on after ${((now() - since) / 1000).toFixed(1)} s; nothing was lost`;
    notices.push({ wallTimeMs: now(), level: "info", text });
    waitingSince = undefined;
    retryMs = defaults.firstRetryMs;
    post({ kind: "resumed" });
  }

  function fail(error: unknown): void {
    hasFailed = true;
    post({ kind: "failed", message: messageOf(error) });
    onDrained();
  }

  return {
    get hasEnded() {
      return hasEnded;
    },
    add(parcel) {
      queue.push(parcel);
      if (waitingSince === undefined && !hasFailed) drain();
    },
    close() {
      isClosing = true;
      if (waitingSince === undefined && !hasFailed) drain();
    },
  };
}

/** Whether the store may take the same again later. */
export function isTemporary(error: unknown): boolean {
  return error instanceof GradiometerError && (error.code === "storage-full" || error.code === "unavailable");
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

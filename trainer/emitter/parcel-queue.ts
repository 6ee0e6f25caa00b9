import { TryAgain } from "../../clients/node/post-batch";
import { GradiometerError } from "../../db/contract/errors";
import type { LogLine } from "../../db/contract/events";
import { isEnded } from "../../db/contract/statuses";
import type { FromThread, Parcel } from "./messages";
import { emptyParcel } from "./parcel-builder";

const defaults = {
  firstRetryMs: 250,
  /** A disk that was freed is noticed soon; a database that stays locked, or a server that is away, is not hammered. */
  longestRetryMs: 5000,
};

/**
 * Stores parcels in the order they came, each once, numbered from 1. A store that is full or locked is tried again
 * until it takes the parcel; any other failure ends the recording.
 */
export interface ParcelQueue {
  add(parcel: Parcel): void;
  /** Stores a parcel that holds nothing, unless others wait: a sign of life. */
  beat(): void;
  /** Calls `onDrained` when everything is stored, at once if it is. */
  close(): void;
  /** The run's last status is stored. */
  readonly hasEnded: boolean;
}

export interface ParcelQueueParts {
  /** Of one that returns a promise, the next parcel waits for it. */
  store(seq: number, parcel: Parcel): void | Promise<void>;
  post(message: FromThread): void;
  onDrained(): void;
  now(): number;
  schedule(work: () => void, afterMs: number): void;
}

export function createParcelQueue({ store, post, onDrained, now, schedule }: ParcelQueueParts): ParcelQueue {
  const queue: { parcel: Parcel; isBeat: boolean }[] = [];
  /** The queue's own log lines, sent along with the next parcel. */
  const notices: LogLine[] = [];
  let seq = 0;
  let retryMs = defaults.firstRetryMs;
  let waitingSince: number | undefined;
  let isClosing = false;
  let hasEnded = false;
  let hasFailed = false;
  let isDraining = false;

  async function drain(): Promise<void> {
    isDraining = true;
    for (let next = queue[0]; next; next = queue[0]) {
      const { parcel, isBeat } = next;
      const told = notices.length;
      try {
        const stored = store(seq + 1, { ...parcel, log: [...notices, ...parcel.log] });
        if (stored) await stored;
      } catch (error) {
        isDraining = false;
        if (isTemporary(error)) waitAfter(error);
        else fail(error);
        return;
      }
      seq += 1;
      queue.shift();
      notices.splice(0, told);
      hasEnded ||= parcel.status !== undefined && isEnded(parcel.status.status);
      if (!isBeat) post({ kind: "stored" });
      if (waitingSince !== undefined) resume(waitingSince);
    }
    isDraining = false;
    if (isClosing) onDrained();
  }

  const isIdle = () => !isDraining && waitingSince === undefined && !hasFailed;

  /** Nothing is stored of a parcel that failed, so the same one is tried again, later and later. */
  function waitAfter(error: unknown): void {
    if (waitingSince === undefined) {
      waitingSince = now();
      const reason = messageOf(error);
      notices.push({ wallTimeMs: waitingSince, level: "warning", text: `Training waits: ${reason}` });
      post({ kind: "waiting", reason });
    }
    schedule(() => void drain(), Math.max(retryMs, error instanceof TryAgain ? error.afterMs : 0));
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
      queue.push({ parcel, isBeat: false });
      if (isIdle()) void drain();
    },
    beat() {
      if (!isIdle() || queue.length > 0) return;
      queue.push({ parcel: emptyParcel(), isBeat: true });
      void drain();
    },
    close() {
      isClosing = true;
      if (isIdle()) void drain();
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
